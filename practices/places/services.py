from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from modelcluster.fields import ParentalKey
from wagtail.models import Page

from practices.models import Municipality, SizeClass
from practices.places.inhabitants import read_inhabitants
from practices.places.reference import flanders
from search.engine.searchable import reindex_on_commit


@dataclass(frozen=True)
class LoadedMunicipalities:
    created: int
    updated: int
    unchanged: int


@transaction.atomic
def load_municipalities() -> LoadedMunicipalities:
    """Store the names, codes and points of flanders.json, by NIS code.

    What editors know better stays: inhabitants, size, and former names that the file does not have.
    """
    stored = {municipality.nis_code: municipality for municipality in Municipality.objects.all()}
    created = updated = 0
    renamed = []
    for row in flanders()["municipalities"]:
        municipality = stored.get(row["nis"]) or Municipality(nis_code=row["nis"])
        names = municipality.name, municipality.former_names
        if not _take_over(municipality, row):
            continue
        if municipality.pk and names != (municipality.name, municipality.former_names):
            renamed.append(municipality)
        if municipality.pk:
            updated += 1
        else:
            created += 1
        municipality.save()
    # They are found by the names of their municipality.
    reindex_on_commit(_pages_with(renamed))
    return LoadedMunicipalities(created, updated, len(flanders()["municipalities"]) - created - updated)


def _pages_with(municipalities: Collection[Municipality]) -> set[int]:
    """The keys of the pages of any app that have a municipality, themselves or in a row: this app knows not all."""
    keys = set()
    for relation in Municipality._meta.related_objects:
        rows = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": municipalities})
        if issubclass(relation.related_model, Page):
            keys.update(rows.values_list("pk", flat=True))
        elif page := _page_of(relation.related_model):
            keys.update(rows.values_list(page, flat=True))
    return keys


def _page_of(model: type[Model]) -> str | None:
    """The name of the field by which a row is part of a page."""
    fields = (field for field in model._meta.fields if isinstance(field, ParentalKey))
    return next((field.attname for field in fields if issubclass(field.related_model, Page)), None)


def _take_over(municipality: Municipality, row: dict) -> bool:
    """Set the reference facts on the municipality; say whether anything changed."""
    facts = {
        "name": row["name"],
        "province": row["province"],
        "postal_codes": row["postal_codes"],
        "latitude": row["lat"],
        "longitude": row["lon"],
        "former_names": sorted({*municipality.former_names, *row["former_names"]}),
    }
    changed = any(getattr(municipality, field) != value for field, value in facts.items())
    for field, value in facts.items():
        setattr(municipality, field, value)
    return changed


@transaction.atomic
def record_inhabitants(*, content: bytes) -> int:
    """Store the counts of an uploaded CSV, with the size that follows from them; return for how many municipalities.

    Raises:
        ImportRefused: the file has a mistake; nothing is stored.
    """
    municipalities = {municipality.nis_code: municipality for municipality in Municipality.objects.all()}
    counts = read_inhabitants(content, nis_codes=municipalities, today=timezone.localdate())
    for count in counts:
        municipality = municipalities[count.nis_code]
        municipality.inhabitants = count.inhabitants
        municipality.inhabitants_year = count.year
        municipality.size_class = SizeClass.for_inhabitants(count.inhabitants)
        municipality.save()
    return len(counts)
