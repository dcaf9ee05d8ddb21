"""The frame around every page: menu, footer, contact, and the picture for shares. Read from ``SiteSettings``."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.conf import settings
from django.http import HttpRequest
from wagtail.images.models import AbstractRendition

from cms.models import Person, SiteSettings, public_pages
from cms.web.cache import per_version


@dataclass(frozen=True)
class Link:
    title: str
    url: str
    is_current: bool = False
    is_call_to_action: bool = False


@dataclass(frozen=True)
class FooterColumn:
    title: str
    links: list[Link]


@dataclass(frozen=True)
class Chrome:
    name: str
    tagline: str
    owner: str
    menu: list[Link]
    footer_columns: list[FooterColumn]
    legal_links: list[Link]
    contact: Person | None
    share_image: AbstractRendition | None


def site_chrome(request: HttpRequest | None) -> Chrome:
    """The chrome around the page that is asked for; the menu entry that leads there is marked as current."""
    chrome = per_version("chrome", lambda: _read(request))
    path = request.path if request else ""
    return replace(chrome, menu=[replace(link, is_current=_leads_to(link.url, path)) for link in chrome.menu])


def _read(request: HttpRequest | None) -> Chrome:
    site = SiteSettings.load()
    menu = [row["value"] for row in site.menu.raw_data]
    calls = [row["value"] for row in site.call_to_action.raw_data]
    legal = [row["value"] for row in site.legal_links.raw_data]
    columns = [
        (row["value"]["heading"], [link["value"] for link in row["value"]["links"]])
        for row in site.footer_columns.raw_data
    ]
    # From the raw values, because the blocks would fetch the pages of every list, and the address of every page, apart.
    links = _LinkMaker([*menu, *calls, *legal, *(link for _heading, links in columns for link in links)], request)
    return Chrome(
        name=settings.WAGTAIL_SITE_NAME,
        tagline=site.tagline,
        owner=site.owner,
        menu=[*links.make(menu), *links.make(calls, is_call_to_action=True)],
        footer_columns=[FooterColumn(heading, list(links.make(values))) for heading, values in columns],
        legal_links=list(links.make(legal)),
        contact=site.contact,
        share_image=site.share_image.share_rendition if site.share_image else None,
    )


class _LinkMaker:
    """Makes links of raw values of ``LinkBlock``, all their pages fetched at once; only public pages get a link."""

    def __init__(self, values: Iterable[dict], request: HttpRequest | None):
        ids = {value["page"] for value in values if value.get("page")}
        self.pages = public_pages().in_bulk(ids)
        self.request = request

    def make(self, values: Iterable[dict], **kwargs) -> Iterator[Link]:
        for value in values:
            page = self.pages.get(value.get("page"))
            url = page.get_url(self.request) if page else value.get("external_url")
            if url:
                yield Link(value.get("label") or page.title, url, **kwargs)


def _leads_to(url: str, path: str) -> bool:
    return url != "/" and path.startswith(url)
