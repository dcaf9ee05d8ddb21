"""Who may see and change who comes: whoever may publish the page of the event. No permission of its own to give."""

from wagtail.permission_policies.pages import PagePermissionPolicy

from cms.models import User
from events.models import EventPage
from events.models.querysets import EventQuerySet


def may_manage(user: User, event: EventPage) -> bool:
    return event.permissions_for_user(user).can_publish()


def managed_events(user: User) -> EventQuerySet:
    """The events of which the user may see who comes."""
    return PagePermissionPolicy(EventPage).instances_user_has_permission_for(user, "publish")


def manages_events(user: User) -> bool:
    """Whether there is anything to manage, for menus."""
    return managed_events(user).exists()
