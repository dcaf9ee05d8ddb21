"""The menu group of registrations in the admin; its items register with ``register_registration_menu_item``."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from events.permissions import manages_events

HOOK = "register_registration_menu_item"

registration_menu = Menu(register_hook_name=HOOK)


class RegistrationMenu(SubmenuMenuItem):
    def __init__(self):
        super().__init__(_("Registrations"), registration_menu, name="registrations", icon_name="group", order=121)

    def is_shown(self, request):
        # Asked here and not by each item: it is one query.
        return manages_events(request.user)


class RegistrationItem(MenuItem):
    """Stands in a group that only who manages events sees."""
