"""Who may work on the inventory as a whole: import it, export it with what is internal, say that pages are true."""

from django.core.exceptions import PermissionDenied

from practices.models import PracticeIndexPage


def may_manage(user) -> bool:
    """Whoever may publish practices may manage them: no permission of its own that a site must be given first."""
    index = PracticeIndexPage.objects.first()
    return index is not None and index.permissions_for_user(user).can_publish_subpage()


class ManagerMixin:
    """For views of the admin."""

    def dispatch(self, request, *args, **kwargs):
        if not may_manage(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)
