"""The blocks of a free page body. At most three levels deep: editors lose their way in deeper ones."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents import get_document_model
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from cms.blocks.links import LinkBlock


class HeadingBlock(blocks.CharBlock):
    class Meta:
        icon = "title"
        group = _("Text")
        label = _("Heading")
        description = _("Starts a new part of the page.")
        template = "blocks/heading.html"
        preview_value = "Wat we onderzoeken"


class ParagraphBlock(blocks.RichTextBlock):
    class Meta:
        icon = "pilcrow"
        group = _("Text")
        label = _("Text")
        description = _("Running text with links and lists.")
        template = "blocks/paragraph.html"
        preview_value = (
            "<p>Het Labo brengt voortrekkers samen.</p><ul><li>tien lokale besturen</li><li>vijf experts</li></ul>"
        )


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Quote"))
    who = blocks.CharBlock(label=_("Who said it"), max_length=160)

    class Meta:
        icon = "openquote"
        group = _("Text")
        label = _("Quote")
        description = _("Somebody's own words, with their name.")
        template = "blocks/quote.html"
        preview_value = {"text": "Van elkaar leren.", "who": "Voorbeeldnaam, Voorbeeldgemeente"}


class CalloutBlock(blocks.StructBlock):
    kind = blocks.ChoiceBlock(
        label=_("Kind"),
        choices=[("note", _("Note")), ("todo", _("Still to be completed"))],
        default="note",
    )
    text = blocks.RichTextBlock(label=_("Text"), features=["bold", "italic", "link", "ul"])

    class Meta:
        icon = "warning"
        group = _("Text")
        label = _("Callout")
        description = _("Something that must not be overlooked, or a part that is still to be completed.")
        template = "blocks/callout.html"
        preview_value = {"kind": "note", "text": "<p>De data van de bijeenkomsten volgen.</p>"}


class FigureBlock(blocks.StructBlock):
    value = blocks.CharBlock(label=_("Figure"), max_length=20)
    label = blocks.CharBlock(label=_("What it counts"), max_length=80)

    class Meta:
        icon = "order"
        label = _("Figure")


class FiguresBlock(blocks.ListBlock):
    def __init__(self, **kwargs):
        super().__init__(FigureBlock(), min_num=1, max_num=4, **kwargs)

    class Meta:
        icon = "order"
        group = _("Facts")
        label = _("Figures")
        description = _("One to four large numbers.")
        template = "blocks/figures.html"
        preview_value = [{"value": "10", "label": "lokale besturen"}, {"value": "5", "label": "experts"}]


class CardBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=80)
    text = blocks.TextBlock(label=_("Text"), required=False)
    link = blocks.PageChooserBlock(label=_("Page"), required=False)

    class Meta:
        icon = "doc-empty"
        label = _("Card")


class CardsBlock(blocks.ListBlock):
    def __init__(self, **kwargs):
        super().__init__(CardBlock(), min_num=1, **kwargs)

    class Meta:
        icon = "grip"
        group = _("Facts")
        label = _("Cards")
        description = _("A few short texts side by side, such as partners or steps.")
        template = "blocks/cards.html"
        preview_value = [{"title": "VVSG", "text": "Organiseert en begeleidt het Labo", "link": None}]


class PictureBlock(blocks.StructBlock):
    image = ImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=250)

    class Meta:
        icon = "image"
        group = _("Media")
        label = _("Picture")
        description = _("A picture with its text for those who cannot see it, and a caption.")
        template = "blocks/picture.html"

    def get_preview_value(self):
        image = get_image_model().objects.first()
        return self.to_python({"image": {"image": image.pk, "alt_text": image.title} if image else None})


class VideoBlock(blocks.PageChooserBlock):
    class Meta:
        icon = "media"
        group = _("Media")
        label = _("Video")
        description = _("A video page; the film loads only when the visitor asks for it.")
        template = "blocks/video.html"

    def get_preview_value(self):
        return self.target_model.objects.live().first()


class DocumentsBlock(blocks.ListBlock):
    def __init__(self, **kwargs):
        super().__init__(DocumentChooserBlock(label=_("Document")), min_num=1, **kwargs)

    class Meta:
        icon = "doc-full"
        group = _("Media")
        label = _("Documents")
        description = _("Files to download.")
        template = "blocks/documents.html"

    def get_preview_value(self):
        document = get_document_model().objects.first()
        return self.normalize([document] if document else [])


class ReferenceBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=250)
    note = blocks.CharBlock(label=_("Year, publisher or kind"), required=False, max_length=80)
    url = blocks.URLBlock(label=_("Address"), required=False)

    class Meta:
        icon = "link-external"
        label = _("Source")


class ReferencesBlock(blocks.ListBlock):
    def __init__(self, **kwargs):
        super().__init__(ReferenceBlock(), min_num=1, **kwargs)

    class Meta:
        icon = "list-ol"
        group = _("Facts")
        label = _("Further reading")
        description = _("Publications and sources, with or without a link.")
        template = "blocks/references.html"
        preview_value = [{"title": "Innovaties in lokale democratie", "note": "2020", "url": ""}]


class ContactBlock(SnippetChooserBlock):
    def __init__(self, **kwargs):
        super().__init__("cms.Person", **kwargs)

    class Meta:
        icon = "user"
        group = _("Facts")
        label = _("Contact person")
        description = _("Name, role, e-mail address and phone of somebody.")
        template = "blocks/contact.html"

    def get_preview_value(self):
        return self.target_model.objects.first()


class ButtonBlock(LinkBlock):
    class Meta:
        icon = "link"
        group = _("Text")
        label = _("Button")
        description = _("A button to the next step.")
        template = "blocks/button.html"
        preview_value = {"label": "Lees de oproep", "external_url": "/oproep/", "page": None}


def body_blocks():
    """The blocks an editor may use in a free body, in the order of the menu."""
    return [
        ("heading", HeadingBlock()),
        ("paragraph", ParagraphBlock()),
        ("quote", QuoteBlock()),
        ("callout", CalloutBlock()),
        ("button", ButtonBlock()),
        ("picture", PictureBlock()),
        ("video", VideoBlock(page_type="practices.VideoPage")),
        ("documents", DocumentsBlock()),
        ("figures", FiguresBlock()),
        ("cards", CardsBlock()),
        ("contact", ContactBlock()),
        ("references", ReferencesBlock()),
    ]
