"""Columns: which practice it is, where it is, what it is about and its key facts."""

from django.utils.translation import gettext_lazy as _

from practices.exchange.columns import meanings
from practices.exchange.columns.column import Column, Kind, field, number


def _names(rows, attribute="name"):
    return [str(getattr(row, attribute)) for row in sorted(rows, key=lambda row: row.name)]


def _once(values):
    return [str(value) for value in dict.fromkeys(values) if value]


def _places(practice):
    return sorted(practice.places, key=lambda place: place.name)


FACTS = [
    Column(
        "sleutel",
        _("Stable key"),
        _("Names the practice for ever, also when its title or address changes. Leave it empty for a new practice."),
        Kind.KEY,
        lambda practice: str(practice.translation_key),
        "translation_key",
        is_public=False,
    ),
    Column(
        "paginastatus",
        _("Page"),
        _("Whether visitors can see the page, and whether there are changes that were not published."),
        Kind.TEXT,
        lambda practice: str(practice.status_string),
        is_public=False,
    ),
    field("titel", Kind.TEXT, _("Title"), _("The name of the practice."), "title"),
    Column(
        "adres",
        _("Address"),
        _("The page of the practice on this site. It can change when the practice is renamed."),
        Kind.ADDRESS,
        lambda practice: practice.web_address,
    ),
    Column(
        "voorbeeld",
        _("Example"),
        _("“ja” if the practice is made up to show how the site works. Do not count it."),
        Kind.YES_NO,
        lambda practice: practice.is_example,
        "is_example",
    ),
    field("samenvatting", Kind.TEXT, _("Summary"), _("The practice in one or two sentences."), "summary"),
    Column(
        "gemeenten",
        _("Municipalities"),
        _("The municipalities of the practice, with the names they have since 2025, in alphabetical order."),
        Kind.NAMES,
        lambda practice: _names(_places(practice)),
        "municipalities",
    ),
    Column(
        "nis_codes",
        _("NIS codes"),
        _("The codes that Statbel gives to these municipalities, in the same order."),
        Kind.NAMES,
        lambda practice: _names(_places(practice), "nis_code"),
    ),
    Column(
        "provincies",
        _("Provinces"),
        _("The provinces of the municipalities, each once."),
        Kind.CHOICES,
        lambda practice: _once(place.get_province_display() for place in _places(practice)),
        values=meanings.provinces,
    ),
    Column(
        "grootteklassen",
        _("Size classes"),
        _(
            "The size of the municipalities by number of inhabitants, each class once. "
            "It is our own classification, not an official one."
        ),
        Kind.CHOICES,
        lambda practice: _once(place.size_class for place in _places(practice)),
        values=meanings.sizes,
    ),
    Column(
        "themas",
        _("Themes"),
        _("What the practice is about."),
        Kind.CHOICES,
        lambda practice: _names(practice.shown_themes),
        "themes",
        values=meanings.themes,
    ),
    Column(
        "instrumenten",
        _("Instruments"),
        _("The ways of participation that the practice uses."),
        Kind.CHOICES,
        lambda practice: _names(practice.shown_instruments),
        "instruments",
        values=meanings.instruments,
    ),
    Column(
        "onderwerpen",
        _("Topics"),
        _("Free keywords, which all pages of the site share."),
        Kind.NAMES,
        lambda practice: _names(item.tag for item in practice.topic_items.all()),
        "topics",
    ),
    Column(
        "status",
        _("Status"),
        _("How far the practice is."),
        Kind.CHOICE,
        lambda practice: meanings.STATUS_CODES[practice.status],
        "status",
        values=meanings.statuses,
    ),
    field("status_toelichting", Kind.TEXT, _("About the status"), _("Such as why it stopped."), "status_note"),
    number("eerste_jaar", _("First year"), _("The year in which the practice began."), "start_year"),
    number(
        "laatste_jaar",
        _("Last year"),
        _("The year in which the practice ended. Empty: it still runs, or we do not know."),
        "end_year",
    ),
    field("periode", Kind.TEXT, _("Period in words"), _("Only if the years do not say it all."), "years_note"),
    number("budget_euro", _("Budget"), _("In euro. 0 means: without money."), "budget"),
    field("budget_toelichting", Kind.TEXT, _("About the budget"), _("What the amount is for."), "budget_note"),
    number("deelnemers", _("Participants"), _("Number of persons. 0 means: nobody."), "participants"),
    field(
        "deelnemers_toelichting",
        Kind.TEXT,
        _("About the participants"),
        _("Who was counted, and how."),
        "participants_note",
    ),
]
