from django.urls import path, reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogFormatter

from events.listings import EventExplorer, EventMenu
from events.models import EventPage, EventState
from events.views.state import EventStateView


@hooks.register("register_admin_viewset")
def register_viewsets():
    return [EventExplorer(), EventMenu()]


@hooks.register("register_admin_urls")
def register_admin_urls():
    return [path("agenda/<int:pk>/toestand/", EventStateView.as_view(), name="event_state")]


@hooks.register("register_page_header_buttons")
def state_in_editor(page, user, view_name, next_url=None):
    return _state_buttons(page, user)


@hooks.register("register_page_listing_more_buttons")
def state_in_listing(page, user, next_url=None):
    return _state_buttons(page, user)


def _state_buttons(page, user):
    if isinstance(page, EventPage) and page.permissions_for_user(user).can_publish():
        yield Button(_("State"), url=reverse("event_state", args=[page.pk]), icon_name="calendar-alt", priority=12)


@hooks.register("register_log_actions")
def register_log_actions(actions):
    @actions.register_action("events.set_state")
    class SetState(LogFormatter):
        label = _("Set the state")

        def format_message(self, log_entry):
            return gettext("State: %(state)s. %(note)s") % {
                "state": EventState(log_entry.data["state"]).label,
                "note": log_entry.data["note"],
            }

    @actions.register_action("events.invite")
    class Invite(LogFormatter):
        label = _("Invite")

        def format_message(self, log_entry):
            count = log_entry.data["count"]
            return ngettext("%(count)d person invited.", "%(count)d people invited.", count) % {"count": count}

    actions.register_action("events.revoke_invitation", _("Revoke an invitation"), _("Revoked an invitation"))
