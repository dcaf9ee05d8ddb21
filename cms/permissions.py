from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from wagtail_modeladmin.helpers import PermissionHelper

from cms.models import User


class ReadOnly(PermissionHelper):
    """A list that only programs write: nobody adds, edits or deletes in the admin."""

    def user_can_create(self, user):
        return False

    def user_can_edit_obj(self, user, obj):
        return False

    def user_can_delete_obj(self, user, obj):
        return False


def logged_in(request: HttpRequest) -> User:
    """The editor whose request this is; in the admin there always is one.

    Raises:
        PermissionDenied: nobody is logged in.
    """
    if isinstance(request.user, User):
        return request.user
    raise PermissionDenied
