"""From what a clock on the wall shows to a moment: in the spring an hour is missing, in the autumn one comes twice."""

from datetime import UTC, datetime, time

from django.utils import timezone


class NoSuchTime(ValueError):
    """The clock skips this hour when summer time begins."""


class TimeIsTwice(ValueError):
    """The clock shows this hour twice when summer time ends; ``fold`` says which is meant."""


def moment_of(shown: datetime, fold: int | None = None) -> datetime:
    """The moment at which clocks here show this date and hour (without a zone).

    ``fold`` is 0 for the first and 1 for the second of two moments; it does not count where there is only one.
    Raises ``NoSuchTime`` or, without ``fold``, ``TimeIsTwice``.
    """
    first, second = (shown.replace(tzinfo=timezone.get_default_timezone(), fold=number) for number in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first
    if first.astimezone(UTC).astimezone(first.tzinfo).replace(tzinfo=None) != shown:
        raise NoSuchTime(shown)
    if fold is None:
        raise TimeIsTwice(shown)
    return second if fold else first


def clock(shown: datetime | time) -> str:
    """The hour as it is said in Flanders: 14u, 14u30."""
    return f"{shown.hour}u{shown.minute:02}" if shown.minute else f"{shown.hour}u"


def end_on_the_wall(event, start: datetime) -> datetime | None:
    """What the clock shows at the end when it shows ``start`` at the beginning: as much later as it was, on it."""
    if not event.start or not event.end:
        return None
    return start + (event.local_end.replace(tzinfo=None) - event.local_start.replace(tzinfo=None))
