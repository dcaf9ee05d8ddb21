"""What stands around every page: menu, footer, contact. Read once per request from ``SiteSettings``."""

from dataclasses import dataclass

from django.conf import settings

from cms.models import Person, SiteSettings


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


def site_chrome(path: str) -> Chrome:
    """The chrome around the page at ``path``; the menu entry that leads there is marked as current."""
    site = SiteSettings.load()
    menu = [
        Link(link.value.title, link.value.url, is_current=_leads_to(link.value.url, path))
        for link in site.menu
        if link.value.url
    ]
    calls = [
        Link(link.value.title, link.value.url, _leads_to(link.value.url, path), is_call_to_action=True)
        for link in site.call_to_action
        if link.value.url
    ]
    return Chrome(
        name=settings.WAGTAIL_SITE_NAME,
        tagline=site.tagline,
        owner=site.owner,
        menu=menu + calls,
        footer_columns=[
            FooterColumn(
                column.value["heading"], [Link(link.title, link.url) for link in column.value["links"] if link.url]
            )
            for column in site.footer_columns
        ],
        legal_links=[Link(link.value.title, link.value.url) for link in site.legal_links if link.value.url],
        contact=site.contact,
    )


def _leads_to(url: str, path: str) -> bool:
    return url != "/" and path.startswith(url)
