from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm


class BasePageForm(WagtailAdminPageForm):
    def clean_slug(self):
        slug = self.cleaned_data["slug"]
        parent = self.parent_page.specific
        if slug in getattr(parent, "reserved_child_slugs", ()):
            raise ValidationError(
                _("The address “%(slug)s” is taken by the site itself. Choose another one."), params={"slug": slug}
            )
        return slug
