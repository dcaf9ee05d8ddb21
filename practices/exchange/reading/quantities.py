"""Numbers, years and dates as people type them in a table."""

import re
from datetime import date, timedelta

from django.utils.translation import gettext as _

FIRST_YEAR, LAST_YEAR = 1900, 2100
#: Day 0 of Excel, which takes 1900 for a leap year.
_EXCEL_EPOCH = date(1899, 12, 30)
_MONTHS = ["jan", "feb", "maart", "apr", "mei", "juni", "juli", "aug", "sep", "okt", "nov", "dec"]

_GROUPED = re.compile(
    r"\d{1,3}(?:[. ’'](?:\d{3}))+(?:,(\d{1,2}))?|\d{1,3}(?:,\d{3})+(?:\.(\d{1,2}))?|\d+(?:[.,](\d+))?"
)
_UNITS = re.compile(r"^(?:€|eur\b|euro\b)\s*|\s*(?:€|euro'?s?|eur|personen|deelnemers|inwoners|mensen|,-|,–)\s*$", re.I)
_MILLIONS = re.compile(r"(\d{1,4})(?:[.,](\d{1,6}))?\s*(miljoen|mln|mio)\b\.?", re.I)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_AROUND_YEAR = re.compile(r"sinds|vanaf|van|tot en met|t/m|tot|en|heden|nu|[-–—/.,\s]", re.I)


def read_number(text: str) -> int:
    """A whole number such as “1.310.000 euro”, “1 310 000,00” or “1,31 miljoen”.

    Raises:
        ValueError: with a message for the editor.
    """
    bare = _UNITS.sub("", _UNITS.sub("", text.replace("\n", " ").strip())).strip()
    if match := _MILLIONS.fullmatch(bare):
        return int(match[1] + (match[2] or "").ljust(6, "0"))
    match = _GROUPED.fullmatch(bare) if bare.isascii() or "’" in bare else None
    if match is None:
        raise ValueError(
            _("“%(text)s” is no whole number. Put words about it in the column beside it.") % {"text": text[:60]}
        )
    decimals = next((group for group in match.groups() if group), "")
    whole = bare[: len(bare) - len(decimals) - 1] if decimals else bare
    if decimals.strip("0"):
        raise ValueError(_("“%(text)s” is no whole number. Round it.") % {"text": text[:60]})
    number = int(re.sub(r"\D", "", whole))
    if number > 2_000_000_000:
        raise ValueError(_("“%(text)s” is too large to be right.") % {"text": text[:60]})
    return number


def read_years(text: str) -> tuple[int, int | None]:
    """The first and the last year in “2019”, “2019 - 2021”, “sinds 2019” or a date; no last one when it is open.

    Raises:
        ValueError: with a message for the editor.
    """
    if re.fullmatch(r"(?:19|20)\d{2}-\d{2}-\d{2}", text):
        return int(text[:4]), None
    years = [int(year) for year in _YEAR.findall(text)]
    if not 1 <= len(years) <= 2 or _AROUND_YEAR.sub("", _YEAR.sub("", text)):
        raise ValueError(
            _("“%(text)s” is no year. Write it as 2019, and what cannot be said so in the column “periode”.")
            % {"text": text[:60]}
        )
    if len(years) == 1:
        return years[0], None
    return years[0], years[1]


def read_date(text: str) -> date:
    """A day such as “2024-02-28”, “28/02/2024”, “28 februari 2024”, or as a bare number of Excel.

    Raises:
        ValueError: with a message for the editor.
    """
    text = text.strip()
    if re.fullmatch(r"\d{5}", text, re.ASCII):
        return _EXCEL_EPOCH + timedelta(days=int(text))
    # Excel and databases add a time.
    bare = re.sub(r"[T ]\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?$", "", text)
    if match := re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", bare, re.ASCII):
        year, month, day = map(int, match.groups())
    elif match := re.fullmatch(r"(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4})", bare, re.ASCII):
        day, month, year = map(int, match.groups())
    elif match := re.fullmatch(r"(\d{1,2})\s+([a-z]{3,9})\.?\s+(\d{4})", bare.casefold(), re.ASCII):
        day, month, year = int(match[1]), _month(match[2]), int(match[3])
    else:
        raise ValueError(_("“%(text)s” is no date. Write it as 28/02/2024.") % {"text": text[:60]})
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(_("“%(text)s” has a year that cannot be right.") % {"text": text[:60]})
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(_("The day %(text)s does not exist.") % {"text": text[:60]}) from None


def _month(word: str) -> int:
    word = {"mrt": "maart", "maa": "maart"}.get(word, word)
    return next((place for place, start in enumerate(_MONTHS, start=1) if word.startswith(start)), 0) or _short(word)


def _short(word: str) -> int:
    """Months cut to three letters, where the table has the whole word; 0 for anything else."""
    return next((place for place, name in enumerate(_MONTHS, start=1) if name.startswith(word)), 0)
