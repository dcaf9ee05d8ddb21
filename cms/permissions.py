from wagtail_modeladmin.helpers import PermissionHelper


class ReadOnly(PermissionHelper):
    """A list that only programs write: nobody adds, edits or deletes in the admin."""

    def user_can_create(self, user):
        return False

    def user_can_edit_obj(self, user, obj):
        return False

    def user_can_delete_obj(self, user, obj):
        return False
