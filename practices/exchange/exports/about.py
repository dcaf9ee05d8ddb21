"""Goes with every file, so that anybody who finds it later knows its source, date, licence and selection."""

from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from practices.explore.filters import Selection
from practices.models import PracticeIndexPage


@dataclass(frozen=True)
class About:
    title: str
    #: Of the inventory.
    address: str
    codebook_address: str
    day: date
    #: Empty: none was chosen yet.
    licence: str
    licence_url: str
    #: The parameters of the address that limit the file; empty: all practices.
    asked: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, index: PracticeIndexPage, asked: dict[str, list[str]] | None = None) -> "About":
        return cls(
            title=index.title,
            address=index.full_url,
            codebook_address=index.full_route_url("codebook"),
            day=timezone.localdate(),
            licence=index.licence,
            licence_url=index.licence_url,
            asked=asked or {},
        )

    def file_name(self, extension: str, kind: str = "praktijken") -> str:
        return f"{kind}-{self.day.isoformat()}.{extension}"

    @property
    def links(self) -> str:
        """The header ``Link``: programs find the codebook and the licence of any format there."""
        links = [f'<{self.codebook_address}>; rel="describedby"']
        if self.licence_url:
            links.append(f'<{self.licence_url}>; rel="license"')
        return ", ".join(links)


def asked_of(selection: Selection) -> dict[str, list[str]]:
    """The selection, by the name of the parameter."""
    asked: dict[str, list[str]] = {}
    for name, value in selection.parameters(vergelijk=[]):
        asked.setdefault(name, []).append(value)
    return asked
