"""A practice for search engines and other machines: schema.org, as JSON-LD.

Only what the page shows to everybody; no contact, no note of the editors.
"""

import json
from typing import Any

from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe

from practices.models import PracticeIndexPage, PracticePage, PracticeStatus, Province

#: A title with "</script>" must not end the script that holds it; JSON reads these back as the characters.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def as_script(data: dict[str, Any]) -> SafeString:
    """JSON that may stand between script tags."""
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(ESCAPES))  # noqa: S308


def linked_data(practice: PracticePage, index: PracticeIndexPage, request, publisher: str) -> dict[str, Any]:
    address = practice.get_full_url(request)
    article = {
        "@type": "Article",
        "@id": address,
        "url": address,
        "headline": practice.title,
        "description": practice.meta_description,
        "abstract": " ".join(strip_tags(practice.objective).split()),
        "inLanguage": "nl-BE",
        "datePublished": _moment(practice.first_published_at),
        "dateModified": _moment(practice.last_published_at),
        "about": [{"@type": "Thing", "name": theme.name} for theme in practice.shown_themes],
        "keywords": [word.name for word in [*practice.shown_instruments, *practice.shown_topics]],
        "spatialCoverage": [_place(place) for place in practice.places],
        "temporalCoverage": _period(practice),
        "citation": [source.reference for source in practice.shown_sources],
        "isPartOf": {"@type": "CollectionPage", "name": index.title, "url": index.get_full_url(request)},
        "license": index.licence_url or index.licence,
        "publisher": {"@type": "Organization", "name": publisher} if publisher else None,
    }
    return {"@context": "https://schema.org", "@graph": [_known(article), _breadcrumbs(practice, request)]}


def _known(values):
    return {name: value for name, value in values.items() if value}


def _moment(moment):
    return moment.isoformat() if moment else None


def _place(place):
    return {
        "@type": "AdministrativeArea",
        "name": place.name,
        "geo": {"@type": "GeoCoordinates", "latitude": place.latitude, "longitude": place.longitude},
        "containedInPlace": {"@type": "AdministrativeArea", "name": str(Province(place.province).label)},
    }


def _period(practice):
    """ISO 8601; a practice that still runs has no end."""
    if practice.start_year is None:
        return None
    if practice.end_year:
        return f"{practice.start_year}/{practice.end_year}"
    return f"{practice.start_year}/.." if practice.status == PracticeStatus.RUNNING else str(practice.start_year)


def _breadcrumbs(practice, request):
    pages = [*practice.breadcrumbs, practice]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            _known({"@type": "ListItem", "position": position, "name": page.title, "item": page.get_full_url(request)})
            for position, page in enumerate(pages, start=1)
        ],
    }
