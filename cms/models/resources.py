"""Something to read elsewhere: a file of this site, or a web address."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable


@dataclass(frozen=True)
class ResourceLink:
    """A line of ``components/document_list.html``."""

    url: str
    title: str
    #: Type and size, or that it is a website.
    note: str


class Resource(Orderable):
    """A row below a page; each kind adds its parent and the constraint ``has_one_place``."""

    title = models.CharField(_("title"), max_length=160)
    document = models.ForeignKey(
        "cms.SiteDocument", verbose_name=_("file"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    url = models.URLField(_("or a web address"), blank=True)

    panels = [FieldPanel("title"), FieldRowPanel([FieldPanel("document"), FieldPanel("url")])]

    class Meta(Orderable.Meta):
        abstract = True

    def clean(self):
        super().clean()
        if bool(self.document) == bool(self.url):
            raise ValidationError({"url": _("Choose a file or fill in a web address, not both.")})

    @property
    def link(self) -> ResourceLink:
        if self.document:
            return ResourceLink(self.document.url, self.title, self.document.note)
        return ResourceLink(self.url, self.title, gettext("website"))


def has_one_place(name: str) -> models.CheckConstraint:
    """A file or an address. The name is each model's own, because databases exist that know it."""
    return models.CheckConstraint(
        name=name,
        condition=models.Q(document=None) ^ models.Q(url=""),
        violation_error_message=_("Choose a file or fill in a web address, not both."),
    )
