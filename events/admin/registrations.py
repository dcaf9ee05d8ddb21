"""Registrations in the admin: their list, the screens of an event's participants, the menu, the log, the dashboard."""

from django.contrib.admin import SimpleListFilter
from django.core.exceptions import PermissionDenied
from django.urls import path, reverse_lazy
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component
from wagtail.log_actions import LogFormatter
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import IndexView, InspectView

from cms.keys import could_be_key
from cms.permissions import ReadOnly
from events.admin import overview
from events.admin.buttons import buttons_of_registration
from events.admin.menu import RegistrationItem
from events.models import Access, ConsentText, Registration, RegistrationLog, RegistrationState
from events.permissions import managed_events, manages_events, may_manage
from events.views import (
    by_hand,
    consent_texts,
    duplicating,
    importing,
    inviting,
    leftovers,
    participant_actions,
    participant_files,
    troubled_mails,
    writing,
)
from events.views import participants as screen

EVENT, ONE = "agenda/<key:pk>/deelnemers/", "inschrijvingen/<key:pk>/"

URLS = [
    path(EVENT, screen.ParticipantsView.as_view(), name="event_participants"),
    path(f"{EVENT}toegang/", screen.AccessView.as_view(), name="event_access"),
    path(f"{EVENT}plaatsen/", screen.CapacityView.as_view(), name="event_capacity"),
    path(f"{EVENT}inschrijven/", by_hand.RegisterByHandView.as_view(), name="event_register_by_hand"),
    path(f"{EVENT}lijst/", importing.ImportView.as_view(), name="event_import"),
    path(f"{EVENT}mailen/", writing.WriteView.as_view(), name="event_write"),
    path(f"{EVENT}aanwezigheid/", participant_files.AttendanceListView.as_view(), name="event_attendance_list"),
    path(f"{EVENT}exporteren/", participant_files.ExportView.as_view(), name="event_export"),
    path(f"{EVENT}uitnodigingen/", inviting.InvitationsView.as_view(), name="event_invitations"),
    path("uitnodigingen/<key:pk>/intrekken/", inviting.RevokeView.as_view(), name="event_revoke_invitation"),
    path("agenda/<key:pk>/kopie/", duplicating.DuplicateView.as_view(), name="event_duplicate"),
    path(f"{ONE}bevestigen/", participant_actions.ConfirmView.as_view(), name="registration_confirm_by_editor"),
    path(f"{ONE}plaats/", participant_actions.PromoteView.as_view(), name="registration_promote"),
    path(f"{ONE}verplaatsen/", participant_actions.MoveView.as_view(), name="registration_move"),
    path(f"{ONE}mail/", participant_actions.SendAgainView.as_view(), name="registration_send_again"),
    path(f"{ONE}link/", participant_actions.RenewLinkView.as_view(), name="registration_renew_link"),
    path(f"{ONE}afwezig/", participant_actions.NoShowView.as_view(), name="registration_no_show"),
    path(f"{ONE}annuleren/", participant_actions.CancelView.as_view(), name="registration_cancel_by_editor"),
    path("toestemming/nieuw/", consent_texts.AddConsentTextView.as_view(), name="events_add_consent_text"),
    path(f"{ONE}wissen/", participant_actions.EraseView.as_view(), name="registration_erase"),
    path("inschrijvingen/bewaartermijnen/", leftovers.LeftoversView.as_view(), name="events_leftovers"),
    path("inschrijvingen/mails/", troubled_mails.TroubledMailsView.as_view(), name="events_troubled_mails"),
]


class StateFilter(SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return RegistrationState.choices

    def queryset(self, request, queryset):
        return queryset.filter(state=self.value()) if self.value() in RegistrationState.values else queryset


class EventFilter(SimpleListFilter):
    """Only events with registration: the agenda goes back for years."""

    title = _("event")
    parameter_name = "event"

    def lookups(self, request, model_admin):
        events = managed_events(request.user).exclude(ledger__access=Access.NOBODY, registrations=None)
        return [(str(event.pk), str(event)) for event in events.distinct().order_by("-start", "title")[:50]]

    def queryset(self, request, queryset):
        return queryset.filter(event=self.value()) if could_be_key(self.value() or "") else queryset


class EventManagersOnly(ReadOnly):
    """Read only also because saving a form happens in a transaction, in which no service may run."""

    def user_can_list(self, user):
        return manages_events(user)

    def user_can_inspect_obj(self, user, obj):
        return may_manage(user, obj.event)


class ListView(IndexView):
    #: No export past ours, which is written in the log and neutralises formulas.
    FORMATS = ()


class InspectRegistrationView(InspectView):
    instance: Registration
    page_title = _("Registration")

    def dispatch(self, request, *args, **kwargs):
        if not may_manage(request.user, self.instance.event):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self):
        return self.instance.name or gettext("anonymous")

    def get_context_data(self, **kwargs):
        one = self.instance
        log = RegistrationLog.objects.filter(registration=one.public_id).select_related("by")
        states = dict(RegistrationState.choices)
        return super().get_context_data(
            actions=buttons_of_registration(one),
            log=[(row, states.get(row.from_state, ""), states.get(row.to_state, row.to_state)) for row in log],
            answers=one.answers.all(),
            needs=getattr(one, "needs", None),
            consent=getattr(one, "consent", None),
            troubled=overview.troubled_mails(Registration.objects.filter(pk=one.pk)),
            **kwargs,
        )


class RegistrationAdmin(ModelAdmin):
    model = Registration
    # It stands in the menu group of registrations, see ``events.wagtail_hooks``.
    add_to_admin_menu = False
    menu_icon = "group"
    list_display = ["name", "event", "state", "organisation", "email", "created_at"]
    list_filter = [StateFilter, EventFilter]
    list_select_related = ["event"]
    search_fields = ["name", "email", "organisation"]
    ordering = ["-created_at"]
    index_view_class = ListView
    index_view_extra_css = ["css/admin-participants.css"]
    inspect_view_enabled = True
    inspect_view_class = InspectRegistrationView
    history_view_enabled = False
    permission_helper_class = EventManagersOnly

    def get_queryset(self, request):
        return super().get_queryset(request).filter(event__in=managed_events(request.user))


class ConsentReadersOnly(ReadOnly):
    def user_can_list(self, user):
        return manages_events(user)

    def user_can_inspect_obj(self, user, obj):
        return False


class ConsentAdmin(ModelAdmin):
    model = ConsentText
    add_to_admin_menu = False
    menu_icon = "doc-full"
    index_view_class = ListView
    list_display = ["version", "text", "created_at"]
    history_view_enabled = False
    permission_helper_class = ConsentReadersOnly


def menu_items():
    registrations = reverse_lazy("events_registration_modeladmin_index")
    consent = reverse_lazy(consent_texts.LIST)
    mails = reverse_lazy("events_troubled_mails")
    return [
        RegistrationItem(_("All registrations"), registrations, name="all-registrations", icon_name="group", order=100),
        RegistrationItem(_("Mails that did not leave"), mails, name="troubled-mails", icon_name="mail", order=200),
        RegistrationItem(_("Consent texts"), consent, name="consent-texts", icon_name="doc-full", order=300),
        RegistrationItem(
            _("Retention terms"), reverse_lazy("events_leftovers"), name="leftovers", icon_name="time", order=400
        ),
    ]


class EventsPanel(Component):
    """On the dashboard: the next events with registration, for who manages them."""

    name = "next_events"
    template_name = "events/admin/events_panel.html"
    order = 90

    class Media:
        css = {"all": ["css/admin-participants.css"]}

    def get_context_data(self, parent_context=None):
        user = (parent_context or {})["request"].user
        events = list(overview.next_events(user))
        people = Registration.objects.filter(event__in=events)
        return {"events": events, "troubled": len(overview.troubled_mails(people)) if events else 0}


def register_log_actions(actions):
    actions.register_action("events.set_access", _("Registration set"), _("Said who may register, and when"))
    actions.register_action("events.move", _("Participant moved"), _("Moved a participant to another event"))
    actions.register_action("events.send_again", _("Mail sent again"), _("Sent a participant the mail again"))
    actions.register_action("events.renew_link", _("New personal link"), _("Gave a participant a new link"))
    actions.register_action("events.duplicate", _("Copied"), _("Copied to another day"))
    actions.register_action("events.revoke_invitation", _("Invitation revoked"), _("Revoked an invitation"))
    actions.register_action("events.add_consent_text", _("Consent text"), _("Added a consent text"))

    @actions.register_action("events.invite")
    class Invited(LogFormatter):
        label = _("Invited")

        def format_message(self, log_entry):
            count = log_entry.data["count"]
            return ngettext("Invited %(count)d person", "Invited %(count)d people", count) % {"count": count}

    @actions.register_action("events.import")
    class Imported(LogFormatter):
        label = _("List registered")

        def format_message(self, log_entry):
            count = log_entry.data["count"]
            text = ngettext("Registered %(count)d person from a list", "Registered %(count)d people from a list", count)
            return text % {"count": count}

    @actions.register_action("events.set_capacity")
    class SetCapacity(LogFormatter):
        label = _("Seats set")

        def format_message(self, log_entry):
            capacity = log_entry.data["capacity"]
            seats = gettext("no limit") if capacity is None else capacity
            return gettext("Seats: %(seats)s. From the waiting list: %(promoted)s") % {
                "seats": seats,
                "promoted": log_entry.data["promoted"],
            }

    @actions.register_action("events.write")
    class Wrote(LogFormatter):
        label = _("Participants mailed")

        def format_message(self, log_entry):
            count = log_entry.data["count"]
            return ngettext("Mailed %(count)d participant", "Mailed %(count)d participants", count) % {"count": count}

    @actions.register_action("events.export")
    class Exported(LogFormatter):
        label = _("Participants exported")

        def format_message(self, log_entry):
            data = log_entry.data
            needs = gettext("with sensitive answers") if data["with_needs"] else gettext("without sensitive answers")
            return gettext("%(count)d participants exported (%(format)s), %(needs)s") % {
                "count": data["count"],
                "format": data["format"].upper(),
                "needs": needs,
            }
