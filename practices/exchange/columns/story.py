"""Columns: the description, the rows below a practice, its dates and what only editors see."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practices.exchange.columns import meanings
from practices.exchange.columns.column import Column, Kind, field, prose


def _day(moment):
    return timezone.localdate(moment) if moment else None


def _upkeep(practice):
    upkeep = getattr(practice, "upkeep", None)
    return upkeep.checked_on if upkeep else None


def _contact(attribute):
    return lambda practice: (getattr(practice.contact, attribute) or None) if practice.contact else None


def _documents(practice):
    return [
        (row.title, f"{practice.site_address}{row.document.url}" if row.document else row.url)
        for row in practice.documents.all()
    ]


STORY = [
    prose("doelstelling", _("Objective"), _("What the practice wants to achieve."), "objective"),
    prose("aanpak", _("Approach"), _("How it works."), "approach"),
    prose("betrokken_partijen", _("Parties involved"), _("Who does what."), "parties"),
    prose("resultaat", _("Result"), _("What came out of it."), "result"),
    prose("aanpassingen", _("Adjustments"), _("What was changed along the way, and why."), "adjustments"),
    prose("bereik", _("Reach"), _("Whom the practice reaches, and whom it does not."), "reach"),
    Column(
        "cijfers",
        _("Figures"),
        _("Figures about the reach: the figure, and what it counts."),
        Kind.TABLE,
        lambda practice: [(row.value, row.label) for row in practice.figures.all()],
        "figures",
        parts=("cijfer", "wat"),
    ),
    Column(
        "lessen",
        _("Lessons"),
        _("What the people of the practice would tell a colleague: the kind of lesson, and the lesson."),
        Kind.TABLE,
        lambda practice: [(row.kind, row.text) for row in practice.lessons.all()],
        "lessons",
        values=meanings.lessons,
        parts=("soort", "les"),
    ),
    Column(
        "documenten",
        _("Documents"),
        _("What another municipality can use again: the title, and its web address."),
        Kind.TABLE,
        _documents,
        "documents",
        parts=("titel", "adres"),
    ),
    Column(
        "bronnen",
        _("Sources"),
        _("Where the information comes from: the source, and its web address if it has one."),
        Kind.TABLE,
        lambda practice: [(row.reference, row.url) for row in practice.sources.all()],
        "sources",
        parts=("bron", "adres"),
    ),
    Column(
        "overgenomen_van",
        _("Adopted from"),
        _("Practices of this inventory that were the example: the title, and the address of the page."),
        Kind.TABLE,
        lambda practice: [(origin.title, origin.web_address) for origin in practice.origins],
        "adoptions",
        parts=("titel", "adres"),
    ),
    field(
        "overgenomen_van_elders",
        Kind.TEXT,
        _("Adopted from elsewhere"),
        _("An example that is not in this inventory."),
        "adopted_from_note",
    ),
    Column(
        "nagekeken_op",
        _("Checked on"),
        _("The day on which somebody last checked that the page is true."),
        Kind.DATE,
        _upkeep,
    ),
    Column(
        "gepubliceerd_op",
        _("Published on"),
        _("The day on which the practice came on the site."),
        Kind.DATE,
        lambda practice: _day(practice.first_published_at),
    ),
    Column(
        "gewijzigd_op",
        _("Changed on"),
        _("The day on which the page was last changed."),
        Kind.DATE,
        lambda practice: _day(practice.last_published_at),
    ),
    Column(
        "contact_naam",
        _("Contact: name"),
        _("The person who answers the yearly question whether the page is still true."),
        Kind.TEXT,
        _contact("name"),
        "contact",
        is_public=False,
    ),
    Column(
        "contact_mail",
        _("Contact: e-mail address"),
        _("Of the same person."),
        Kind.TEXT,
        _contact("email"),
        "contact",
        is_public=False,
    ),
    Column(
        "contact_telefoon",
        _("Contact: phone"),
        _("Of the same person."),
        Kind.TEXT,
        _contact("phone"),
        "contact",
        is_public=False,
    ),
    Column(
        "contact_tonen",
        _("Contact: on the site"),
        _("“ja” if the site shows the contact. Only if this person agrees."),
        Kind.YES_NO,
        lambda practice: practice.shows_contact,
        "shows_contact",
        is_public=False,
    ),
    field(
        "interne_notitie", Kind.TEXT, _("Internal note"), _("Only editors see it."), "internal_note", is_public=False
    ),
]
