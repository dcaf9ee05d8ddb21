"""What participants were told about an event, to see what they do not know yet."""

import datetime
import hashlib
from dataclasses import asdict, dataclass, fields
from typing import Self


@dataclass(frozen=True)
class EventFacts:
    """When, where and whether it goes ahead; stored on the ledger and on each registration."""

    state: str
    start: str
    end: str
    venue: str
    host: int | None
    address: str
    #: A digest: the link itself is private, and not needed to see that it changed.
    online: str

    @classmethod
    def of(cls, event, state: str) -> Self:
        return cls(
            state=state,
            start=_utc(event.start),
            end=_utc(event.end),
            venue=event.venue,
            host=event.host_municipality_id,
            address=event.address,
            online=hashlib.sha256(event.online_url.encode()).hexdigest()[:16] if event.online_url else "",
        )

    @classmethod
    def read(cls, stored: dict | None) -> Self | None:
        """None for nothing, and for what an earlier release stored otherwise."""
        names = {field.name for field in fields(cls)}
        return cls(**stored) if stored and set(stored) == names else None

    def stored(self) -> dict:
        return asdict(self)

    def changes_since(self, told: Self | None) -> set[str]:
        """The names of the facts that are not as they were told."""
        return {
            field.name
            for field in fields(self)
            if told is None or getattr(self, field.name) != getattr(told, field.name)
        }

    @property
    def moments(self) -> tuple[datetime.datetime | None, datetime.datetime | None]:
        """Start and end."""
        start, end = (datetime.datetime.fromisoformat(text) if text else None for text in [self.start, self.end])
        return start, end


def _utc(moment: datetime.datetime | None) -> str:
    return moment.astimezone(datetime.UTC).isoformat() if moment else ""
