"""The menu group of the inventory in the admin; its items register with ``register_inventory_menu_item``."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from practices.permissions import may_manage

HOOK = "register_inventory_menu_item"

inventory_menu = Menu(register_hook_name=HOOK)


class InventoryMenu(SubmenuMenuItem):
    def __init__(self):
        super().__init__(_("Inventory"), inventory_menu, name="inventory", icon_name="folder-open-1", order=115)


class ManagerItem(MenuItem):
    """Shown to people who may manage the inventory."""

    def is_shown(self, request):
        return may_manage(request.user)
