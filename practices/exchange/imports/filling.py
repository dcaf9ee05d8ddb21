"""Writing the values of a row into a practice; nothing is saved here, except words, topics and people that are new."""

import re
from collections.abc import Callable, Mapping

from django.utils.text import slugify

from cms.models import SiteDocument
from practices.exchange.columns import COLUMN_OF, meanings
from practices.exchange.columns.column import Cell, Kind
from practices.exchange.imports.contacts import Contact
from practices.exchange.imports.reference import VOCABULARIES, Reference
from practices.exchange.prose import rich_text
from practices.exchange.reading.scrubbing import fold
from practices.models import (
    PracticeAdoption,
    PracticeDocument,
    PracticeFigure,
    PracticeIndexPage,
    PracticeLesson,
    PracticePage,
    PracticeSource,
)
from practices.models.vocabulary import Vocabulary

_STATUS_OF_CODE = {code: status for status, code in meanings.STATUS_CODES.items()}
_OWN_DOCUMENT = re.compile(r"/documenten/(\d+)/")


def fill(practice: PracticePage, values: Mapping[str, Cell | Contact], reference: Reference) -> None:
    """Writes what an import changes into a new practice, or into the draft of one that exists."""
    for name, value in values.items():
        if name == "nagekeken_op":
            continue  # not on the page: a service records it
        if setter := _SETTERS.get(name):
            setter(practice, value, reference)
        elif COLUMN_OF[name].kind == Kind.PROSE:
            setattr(practice, COLUMN_OF[name].field, rich_text(value))
        else:
            setattr(practice, COLUMN_OF[name].field, value)


def free_slug(title: str, index: PracticeIndexPage) -> str:
    """An address below the index that no page and no route has."""
    base = slugify(title)[:240].strip("-") or "praktijk"
    taken = set(index.get_children().filter(slug__startswith=base).values_list("slug", flat=True))
    taken |= index.reserved_child_slugs
    number, slug = 2, base
    while slug in taken:
        number, slug = number + 1, f"{base}-{number}"
    return slug


def _set_municipalities(practice, names, reference) -> None:
    practice.municipalities = [reference.place_named[name] for name in names]


def _set_words(column: str) -> Callable:
    def setter(practice, names, reference) -> None:
        words = [reference.word_named[column].get(name) or _word(VOCABULARIES[column], name) for name in names]
        setattr(practice, COLUMN_OF[column].field, list(dict.fromkeys(words)))

    return setter


def _word(model: type[Vocabulary], name: str) -> Vocabulary:
    """The word that an earlier row made, or a new one."""
    words = list(model.objects.all())
    if word := next((word for word in words if fold(word.name) == fold(name)), None):
        return word
    base = slugify(name)[:70] or model._meta.model_name
    slugs = {word.slug for word in words}
    slug = next(slug for slug in [base, *(f"{base}-{number}" for number in range(2, 1000))] if slug not in slugs)
    return model.objects.create(name=name, slug=slug)


def _set_topics(practice, names, reference) -> None:
    practice.topics.set(names)


def _set_status(practice, code, reference) -> None:
    practice.status = _STATUS_OF_CODE[code]


def _set_figures(practice, rows, reference) -> None:
    practice.figures = [PracticeFigure(value=value, label=label) for value, label in rows]


def _set_lessons(practice, rows, reference) -> None:
    practice.lessons = [PracticeLesson(kind=kind, text=text) for kind, text in rows]


def _set_sources(practice, rows, reference) -> None:
    practice.sources = [PracticeSource(reference=text, url=url) for text, url in rows]


def _set_documents(practice, rows, reference) -> None:
    """An address of our own is the file behind it; other addresses stay addresses."""
    practice.documents = [
        PracticeDocument(title=title, document=document, url="" if document else url)
        for title, url, document in [(title, url, _own_document(url, reference)) for title, url in rows]
    ]


def _own_document(url, reference) -> SiteDocument | None:
    match = _OWN_DOCUMENT.match(url.removeprefix(reference.site)) if url.startswith(reference.site) else None
    return SiteDocument.objects.filter(pk=match[1]).first() if match else None


def _set_origins(practice, rows, reference) -> None:
    origins = [reference.by_slug[address.rstrip("/").rpartition("/")[2]] for _title, address in rows]
    practice.adoptions = [PracticeAdoption(origin_id=pk) for pk in dict.fromkeys(origins) if pk != practice.pk]


def _set_contact(practice, contact, reference) -> None:
    practice.contact = contact.find_or_create()


_SETTERS = {
    "gemeenten": _set_municipalities,
    "themas": _set_words("themas"),
    "instrumenten": _set_words("instrumenten"),
    "onderwerpen": _set_topics,
    "status": _set_status,
    "cijfers": _set_figures,
    "lessen": _set_lessons,
    "bronnen": _set_sources,
    "documenten": _set_documents,
    "overgenomen_van": _set_origins,
    "contact": _set_contact,
}
