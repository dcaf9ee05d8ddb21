"""The permission to work on the inventory as a whole: import it, export internal fields, say that pages are true."""

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.views import View
from wagtail.permission_policies.pages import PagePermissionPolicy

from cms.models import SiteSettings
from practices.models import PracticeIndexPage


def may_manage(user) -> bool:
    """Whoever may publish practices may manage them: no permission of its own that a site must be given first."""
    index = PracticeIndexPage.objects.first()
    return index is not None and index.permissions_for_user(user).can_publish_subpage()


def addresses_of_publishers(page) -> list[str]:
    """Mail addresses of those who may publish the page; of the site's contact when there are none."""
    publishers = PagePermissionPolicy().users_with_permission_for_instance("publish", page, include_superusers=False)
    addresses = list(publishers.exclude(email="").order_by("email").values_list("email", flat=True).distinct())
    contact = SiteSettings.load().contact
    return addresses or ([contact.email] if contact and contact.email else [])


# What ``ManagerMixin`` is mixed into.
_View = View if TYPE_CHECKING else object


class ManagerMixin(_View):
    """For views of the admin."""

    def dispatch(self, request, *args, **kwargs):
        if not may_manage(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)
