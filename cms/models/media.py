from pathlib import PurePosixPath

from django.db import models
from django.template.defaultfilters import filesizeformat
from django.utils.crypto import get_random_string
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class SiteImage(AbstractImage):
    credit = models.CharField(_("credit"), max_length=200, blank=True, help_text=_("Who made the picture?"))

    admin_form_fields = (*Image.admin_form_fields, "credit")

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")

    def get_upload_to(self, filename):
        """A name that no later picture gets: browsers keep pictures for a year without asking."""
        path = PurePosixPath(super().get_upload_to(filename))
        return str(path.with_stem(f"{path.stem}-{get_random_string(6).lower()}"))

    @property
    def share_rendition(self):
        """The picture as other sites show it beside a link: 1200 by 630 pixels."""
        return self.get_rendition("fill-1200x630|format-jpeg")


class SiteRendition(AbstractRendition):
    image = models.ForeignKey(SiteImage, on_delete=models.CASCADE, related_name="renditions")

    # Made while a page is shown.
    shown_to_visitors = False

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)


class SiteDocument(AbstractDocument):
    admin_form_fields = Document.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    @property
    def note(self):
        """Type and size, such as "pdf, 180 KB"."""
        return f"{self.file_extension}, {filesizeformat(self.get_file_size())}"

    @property
    def places(self) -> dict[str, list[int]]:
        """The words of its text with the parts they stand in, see ``DocumentText.words``; empty until it is read."""
        text = getattr(self, "text", None)
        return text.words if text and text.is_found else {}

    @property
    def page_count(self) -> int:
        """Of a PDF that was read; 0 for any other document."""
        text = getattr(self, "text", None)
        return text.page_count if text else 0

    @property
    def standing(self) -> str:
        """For editors: whether the text can be found, and else why not."""
        text = getattr(self, "text", None)
        return text.standing if text else gettext("it is read in a minute")
