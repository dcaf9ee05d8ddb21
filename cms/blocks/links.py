from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.privacy import is_public


class LinkValue(blocks.StructValue):
    @property
    def url(self):
        """Where the link goes; empty when its page is gone or not published, or may not be named."""
        page = self.get("page")
        if page:
            return page.url if page.live and self.title else ""
        return self.get("external_url") or ""

    @property
    def title(self):
        """The editor's words or the title of the page; a page that is not for everybody keeps its title to itself."""
        page = self.get("page")
        return self.get("label") or (page.title if page and is_public(page) else "")


class LinkBlock(blocks.StructBlock):
    page = blocks.PageChooserBlock(required=False, label=_("Page"))
    external_url = blocks.CharBlock(
        required=False,
        max_length=500,
        label=_("Or another address"),
        help_text=_("Starts with https://, mailto:, tel: or / for an address on this site."),
    )
    label = blocks.CharBlock(
        required=False, max_length=80, label=_("Text"), help_text=_("Empty: the title of the page.")
    )

    class Meta:
        icon = "link"
        label = _("Link")
        value_class = LinkValue
        form_layout = ["page", "external_url", "label"]

    def clean(self, value):
        value = super().clean(value)
        errors = {}
        address = value.get("external_url")
        if bool(value.get("page")) == bool(address):
            errors["page"] = ValidationError(_("Choose a page or fill in an address, not both."))
        elif address and not address.startswith(("https://", "http://", "mailto:", "tel:", "/")):
            errors["external_url"] = ValidationError(_("Start with https://, mailto:, tel: or /."))
        elif address and not value.get("label"):
            errors["label"] = ValidationError(_("Fill in the text of the link."))
        if errors:
            raise blocks.StructBlockValidationError(block_errors=errors)
        return value


class FooterColumnBlock(blocks.StructBlock):
    heading = blocks.CharBlock(max_length=40, label=_("Heading"))
    links = blocks.ListBlock(LinkBlock(), label=_("Links"))

    class Meta:
        icon = "list-ul"
        label = _("Column")
