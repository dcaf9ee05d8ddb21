"""Finding the table in a sheet: the row of headings, wherever it stands and however people word it."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from practices.exchange.columns import COLUMNS
from practices.exchange.reading.readers import MAX_ROWS, MAX_ROWS_ABOVE, Line, Sheet, too_many_rows
from practices.exchange.reading.refusals import ImportRefused
from practices.exchange.reading.scrubbing import fold, scrub

#: Other names that people give a column, beside its name and its label.
SYNONYMS = {
    "sleutel": ["stabiele sleutel", "id", "uuid"],
    "titel": ["naam", "praktijk", "naam praktijk", "naam van de praktijk", "titel praktijk", "project", "projectnaam"],
    "samenvatting": ["korte omschrijving", "korte beschrijving", "omschrijving", "beschrijving", "in het kort"],
    "gemeenten": ["gemeente", "gemeente(n)", "stad", "stad/gemeente", "gemeente of stad", "lokaal bestuur", "bestuur"],
    "nis_codes": ["nis", "nis-code", "niscode"],
    "themas": ["thema", "thema('s)", "thema’s", "beleidsdomein"],
    "instrumenten": ["instrument", "instrument(en)", "methode", "methodiek", "werkvorm"],
    "onderwerpen": ["onderwerp", "trefwoorden", "trefwoord", "tags", "tag"],
    "status": ["stand van zaken", "fase van de praktijk"],
    "eerste_jaar": [
        "jaar",
        "startjaar",
        "beginjaar",
        "jaar start",
        "start",
        "van jaar",
        "jaren",
        "jaartal",
        "looptijd",
    ],
    "laatste_jaar": ["eindjaar", "jaar einde", "einde", "tot jaar"],
    "budget_euro": ["budget", "budget (euro)", "budget in euro", "bedrag"],
    "deelnemers": ["aantal deelnemers", "participanten"],
    "doelstelling": ["doel", "doelstellingen", "doelen"],
    "aanpak": ["werking", "hoe"],
    "betrokken_partijen": ["betrokkenen", "partijen"],
    "resultaat": ["resultaten"],
    "aanpassingen": ["bijsturing", "bijsturingen"],
    "bronnen": ["bron", "bron(nen)"],
    "lessen": ["geleerde lessen", "les", "lessen en tips"],
    "documenten": ["document", "herbruikbare documenten"],
    "cijfers": ["cijfer", "cijfers over het bereik"],
    "contact_naam": ["contact", "contactpersoon", "naam contact", "naam contactpersoon"],
    "contact_mail": ["e-mail", "email", "mail", "e-mailadres", "mailadres", "e-mail contact", "contact e-mail"],
    "contact_telefoon": ["telefoon", "tel", "telefoonnummer", "gsm", "contact telefoon"],
    "interne_notitie": ["notitie", "interne opmerking", "intern"],
    "nagekeken_op": ["nagekeken", "laatst nagekeken"],
}


@dataclass(frozen=True)
class Table:
    """The rows below the headings; ``columns`` says at which position each known column stands."""

    columns: dict[str, int]
    ignored: list[str]
    lines: list[Line] = field(repr=False)

    def cells(self, line: Line) -> dict[str, str]:
        """The cells of one row, by the name of the column, without empty ones."""
        found = {}
        for name, position in self.columns.items():
            if position < len(line.cells) and line.cells[position].strip():
                # No database stores this sign; UTF-16 can hold it.
                found[name] = line.cells[position].replace("\0", "")
        return found


def find_table(sheets: Iterable[Sheet]) -> Table:
    """The table in the first sheet that has one.

    Raises:
        ImportRefused: no headings were found, or they cannot be used.
    """
    names = headings()
    best, heading, lines = (False, 0), None, []
    for sheet in sheets:
        for position, line in enumerate(sheet[:MAX_ROWS_ABOVE]):
            known = _known(line, names)
            if (rank := (_identifies(known.values()), len(known))) > best:
                best, heading, lines = rank, line, sheet[position + 1 :]
        if best[0]:
            break
    if heading is None:
        raise ImportRefused(
            [_("No row with headings was found, such as “titel” and “gemeenten”. Use the headings of the template.")]
        )
    return _table(heading, lines, names)


def _table(heading: Line, lines: list[Line], names: dict[str, str]) -> Table:
    known = _known(heading, names)
    _refuse_doubles(known)
    if not _identifies(known.values()):
        raise ImportRefused(
            [
                _("Row %(row)d has headings, but “titel” and “gemeenten” are missing. Add these columns.")
                % {"row": heading.number}
            ]
        )
    if not lines:
        raise ImportRefused([_("There is nothing below the headings.")])
    if len(lines) > MAX_ROWS:
        raise too_many_rows()
    ignored = [scrub(cell)[:80] for place, cell in enumerate(heading.cells) if place not in known and scrub(cell)]
    return Table({name: place for place, name in known.items()}, [_with_hint(text, names) for text in ignored], lines)


def _known(line: Line, names: dict[str, str]) -> dict[int, str]:
    found = {place: names.get(fold(cell)) for place, cell in enumerate(line.cells) if len(cell) <= 120}
    return {place: name for place, name in found.items() if name}


def headings() -> dict[str, str]:
    """The column that each heading means, by the folded heading. Names come before labels, labels before synonyms."""
    found: dict[str, str] = {}
    for texts in [
        [(column.name, column.name) for column in COLUMNS],
        [(str(column.label), column.name) for column in COLUMNS],
        [(text, name) for name, several in SYNONYMS.items() for text in several],
    ]:
        for text, name in texts:
            found.setdefault(fold(text), name)
    return found


def _identifies(names: Iterable[str]) -> bool:
    names = set(names)
    return "sleutel" in names or ("titel" in names and bool(names & {"gemeenten", "nis_codes"}))


def _refuse_doubles(known: dict[int, str]) -> None:
    messages, first = [], {}
    for place, name in known.items():
        if name in first:
            messages.append(
                _("Columns %(one)s and %(other)s are both “%(column)s”. Keep one of them.")
                % {"one": get_column_letter(first[name] + 1), "other": get_column_letter(place + 1), "column": name}
            )
        first.setdefault(name, place)
    if messages:
        raise ImportRefused(messages)


def _with_hint(text: str, names: dict[str, str]) -> str:
    close = difflib.get_close_matches(fold(text), names, n=1, cutoff=0.75)
    if not close:
        return text
    return _("%(heading)s (do you mean “%(column)s”?)") % {"heading": text, "column": names[close[0]]}
