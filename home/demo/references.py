"""Turning what the data files say by name ("page:/labo/", a picture's key) into what the models store."""

import json
import re
from dataclasses import dataclass, field

from wagtail.models import Page

from cms.models import Person, SiteDocument, SiteImage
from home.models import HomePage

PAGE_LINK = re.compile(r'href="page:([^"]+)"')


@dataclass
class References:
    """Everything loaded so far, by the names that the data files use."""

    home: HomePage
    people: dict[str, Person] = field(default_factory=dict)
    pictures: dict[str, SiteImage] = field(default_factory=dict)
    documents: dict[str, SiteDocument] = field(default_factory=dict)

    def page(self, path):
        """The page at an address of the site, such as ``/labo/partners/``."""
        return Page.objects.get(url_path=self.home.url_path.removesuffix("/") + path).specific

    def rich_text(self, html):
        """HTML as the rich-text editor stores it: links hold the page's number, so they follow when it moves."""
        html = PAGE_LINK.sub(lambda link: f'linktype="page" id="{self.page(link[1]).pk}"', html)
        return " ".join(html.split())

    def bullets(self, sentences):
        return f"<ul>{''.join(f'<li>{sentence}</li>' for sentence in sentences)}</ul>"

    def blocks(self, rows):
        """Rows of one key, the type of the block, as the JSON of a StreamField."""
        return json.dumps(
            [{"type": kind, "value": self._value(kind, value)} for row in rows for kind, value in row.items()]
        )

    def _value(self, kind, value):
        match kind:
            case "paragraph":
                return self.rich_text(value)
            case "callout":
                return {**value, "text": self.rich_text(value["text"])}
            case "contact":
                return self.people[value].pk
            case "picture":
                image = self.pictures[value["image"]]
                return {
                    "image": {"image": image.pk, "alt_text": image.description, "decorative": False},
                    "caption": value["caption"],
                }
            case "link":
                return self.link(value)
            case "column":
                return {**value, "links": [self.link(link) for link in value["links"]]}
            case _:
                return value

    def link(self, value):
        return {**value, "page": self.page(value["page"]).pk} if "page" in value else value
