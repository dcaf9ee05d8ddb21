from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm

from cms.forms.fields import rows_to_choose


def refuse_reserved_slug(slug, parent):
    """Raises a ``ValidationError`` when a route of the site answers at ``slug`` below the page ``parent``."""
    if parent and slug in getattr(parent.specific_deferred, "reserved_child_slugs", ()):
        raise ValidationError(
            _("The address “%(slug)s” is taken by the site itself. Choose another one."), params={"slug": slug}
        )


class BasePageForm(WagtailAdminPageForm):
    def clean_slug(self):
        slug = self.cleaned_data["slug"]
        refuse_reserved_slug(slug, self.parent_page)
        return slug


class CopyPageForm(CopyForm):
    def clean(self):
        cleaned_data = super().clean()
        try:
            refuse_reserved_slug(cleaned_data.get("new_slug"), cleaned_data.get("new_parent_page"))
        except ValidationError as error:
            self.add_error("new_slug", error)
        return cleaned_data


class TopicForm(WagtailAdminModelForm):
    def clean_name(self):
        name = self.cleaned_data["name"]
        twin = type(self.instance).objects.named(name).exclude(pk=self.instance.pk).first()
        if twin is None:
            return name
        if self.instance.pk is None:
            raise ValidationError(_("The topic “%(name)s” exists already."), params={"name": twin.name})
        question = gettext("The topic “{name}” exists already. Do you want to {link}?")
        address = reverse(self.instance.snippet_viewset.get_url_name("merge"), args=[self.instance.pk])
        link = format_html('<a href="{}?target={}">{}</a>', address, twin.pk, gettext("merge the two"))
        raise ValidationError(format_html(question, name=twin.name, link=link))


class MergeTopicForm(forms.Form):
    target = forms.ModelChoiceField(
        label=_("Merge into"), queryset=None, help_text=_("This topic stays, with the pages of both.")
    )

    def __init__(self, *args, targets, **kwargs):
        super().__init__(*args, **kwargs)
        rows_to_choose(self, "target", targets)
