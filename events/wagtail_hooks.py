from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogFormatter
from wagtail_modeladmin.options import modeladmin_register

from events.admin import registrations
from events.admin.events import EventExplorer, EventMenu
from events.admin.menu import HOOK, RegistrationMenu
from events.admin.overview import refusal_to_delete
from events.models import EventPage, EventState
from events.views.door import DoorButtonView, DoorView, LetInView
from events.views.state import EventStateView

modeladmin_register(registrations.RegistrationAdmin)
modeladmin_register(registrations.ConsentAdmin)


@hooks.register("register_admin_viewset")
def register_viewsets():
    return [EventExplorer(), EventMenu()]


@hooks.register("register_admin_urls")
def register_admin_urls():
    button = "agenda/<key:pk>/inchecken/<key:registration>/<str:action>/"
    return [
        path("agenda/<key:pk>/toestand/", EventStateView.as_view(), name="event_state"),
        path("agenda/<key:pk>/inchecken/", DoorView.as_view(), name="event_door"),
        path(button, DoorButtonView.as_view(), name="event_door_button"),
        path("inschrijvingen/<key:pk>/binnenlaten/", LetInView.as_view(), name="registration_let_in"),
        *registrations.URLS,
    ]


@hooks.register("register_page_header_buttons")
def state_in_editor(page, user, view_name, next_url=None):
    return _state_buttons(page, user)


@hooks.register("register_page_listing_more_buttons")
def state_in_listing(page, user, next_url=None):
    return _state_buttons(page, user)


def _state_buttons(page, user):
    if isinstance(page, EventPage) and page.permissions_for_user(user).can_publish():
        yield Button(_("State"), url=reverse("event_state", args=[page.pk]), icon_name="calendar-alt", priority=12)
        participants = reverse("event_participants", args=[page.pk])
        yield Button(_("Participants"), url=participants, icon_name="group", priority=13)


@hooks.register("register_admin_menu_item")
def register_registration_menu():
    return RegistrationMenu()


for _item in registrations.menu_items():
    hooks.register(HOOK, lambda item=_item: item)


@hooks.register("construct_homepage_panels")
def show_next_events(request, panels):
    panels.append(registrations.EventsPanel())


@hooks.register("before_delete_page")
def keep_event_to_which_people_come(request, page):
    return _refuse_to_delete(request, [page])


@hooks.register("before_bulk_action")
def keep_events_to_which_people_come(request, action_type, objects, action):
    return _refuse_to_delete(request, objects) if action_type == "delete" else None


def _refuse_to_delete(request, pages):
    for page in pages:
        if refusal := refusal_to_delete(page):
            messages.error(request, refusal)
            return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None


hooks.register("register_log_actions", registrations.register_log_actions)


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
