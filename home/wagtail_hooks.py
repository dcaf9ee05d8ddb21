from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.models import Page
from wagtail.permissions import policy_registry

from events.models import EventIndexPage
from practices.models import PracticeIndexPage


class FirstSteps(Component):
    """Help for editors on the dashboard: how a page comes on the site."""

    name = "first_steps"
    order = 50
    template_name = "home/admin/first_steps.html"
    starts = [
        (PracticeIndexPage, "practices", "practicepage", _("Add a practice")),
        (EventIndexPage, "events", "eventpage", _("Add an event")),
    ]

    def get_context_data(self, parent_context=None):
        user = (parent_context or {})["request"].user
        return {
            "heading": _("How a page comes on the site"),
            "starts": list(self._starts_for(user)),
            "publishes": policy_registry.get_by_type(Page).user_has_permission(user, "publish"),
        }

    def _starts_for(self, user):
        for index_type, app, model, label in self.starts:
            index = index_type.objects.first()
            if index and index.permissions_for_user(user).can_add_subpage():
                yield {"label": label, "url": reverse("wagtailadmin_pages:add", args=[app, model, index.pk])}
        yield {"label": _("Choose where to add another page"), "url": reverse("wagtailadmin_explore_root")}


@hooks.register("construct_homepage_panels")
def add_first_steps(request, panels):
    panels.append(FirstSteps())


@hooks.register("construct_help_menu")
def hide_pages_in_english(request, menu_items):
    """They are about Wagtail, not about this site."""
    menu_items[:] = [item for item in menu_items if item.name == "keyboard-shortcuts-trigger"]
