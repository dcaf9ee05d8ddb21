from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList, TabbedInterface
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from cms.blocks.links import FooterColumnBlock, LinkBlock
from cms.models.streams import StreamField


@register_setting(icon="site", order=1)
class SiteSettings(BaseGenericSetting):
    """The frame around every page: menu, footer, contact."""

    tagline = models.CharField(_("tagline"), max_length=160, blank=True)
    owner = models.CharField(_("owner"), max_length=80, blank=True)
    menu = StreamField([("link", LinkBlock())], blank=True, verbose_name=_("menu"), max_num=7)
    call_to_action = StreamField([("link", LinkBlock())], blank=True, verbose_name=_("button in the menu"), max_num=1)
    footer_columns = StreamField([("column", FooterColumnBlock())], blank=True, verbose_name=_("footer"), max_num=2)
    legal_links = StreamField([("link", LinkBlock())], blank=True, verbose_name=_("last line of the footer"))
    contact = models.ForeignKey(
        "cms.Person", verbose_name=_("contact"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    share_image = models.ForeignKey(
        "cms.SiteImage",
        verbose_name=_("picture for shares"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Used when a page has no picture of its own."),
    )

    select_related = ["contact", "share_image"]

    edit_handler = TabbedInterface(
        [
            ObjectList([FieldPanel("menu"), FieldPanel("call_to_action")], heading=_("Menu")),
            ObjectList(
                [
                    FieldPanel("tagline"),
                    FieldPanel("owner"),
                    FieldPanel("footer_columns"),
                    FieldPanel("contact"),
                    FieldPanel("legal_links"),
                ],
                heading=_("Footer"),
            ),
            ObjectList([FieldPanel("share_image")], heading=_("Sharing")),
        ]
    )

    class Meta:
        verbose_name = _("menu and footer")
        verbose_name_plural = _("menus and footers")
