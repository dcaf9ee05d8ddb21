"""Made-up practices for development and measuring. The same number always gives the same practice.

None of it says anything about the municipalities that it is spread over: titles and labels say so on every page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from django.utils import timezone

from practices.models import (
    LessonKind,
    Municipality,
    PracticeStatus,
    SizeClass,
)
from practices.models.facts import HEADINGS
from practices.models.profile import PROFILE

THEMES = [
    *("Wijk en leefomgeving", "Mobiliteit", "Publieke ruimte", "Wonen", "Groen en netheid", "Meerjarenplan", "Sport"),
    *("Cultuur", "Jeugd", "Klimaat en energie", "Zorg en welzijn", "Samenleven", "Armoede", "Digitaal bestuur"),
]
INSTRUMENTS = [
    *("Burgerbudget", "Wijkbudget", "Burgerpanel", "Burgerbegroting", "Ideeënplatform", "Enquête", "Adviesraad"),
    *("Participatieavond", "Stadslab", "Wandeling door de wijk", "Jongerenraad", "Uitdaagrecht", "Projectsubsidie"),
]
TOPICS = [
    *(
        "coproductie",
        "loting",
        "stemming",
        "buurt",
        "digitaal",
        "jongeren",
        "straat",
        "burgerinitiatief",
        "vergroening",
    ),
    *("verenigingen", "subsidie", "ontmoeting", "kinderen", "fietsen", "plein", "erfgoed", "energie", "dorp"),
]
#: Per heading; six headings make some 300 words.
SENTENCES, WORDS_PER_SENTENCE = 5, 10
_WORDS = (
    "bewoners inwoners bestuur gemeente samen plan idee voorstel overleg avond werkgroep straat plein park school "
    "buurt wijk dorp vereniging jongeren ouderen budget keuze stemming afspraak traject begeleiding dienst "
    "ambtenaar schepen raad advies vraag antwoord gesprek tafel kaart brief folder website formulier ploeg "
    "vrijwilliger partner bedrijf winkel verkeer fiets bank boom tuin speeltuin moestuin zaal markt feest verhaal "
    "foto resultaat meting verslag les groot klein nieuw eigen open vroeg laat snel traag duidelijk eenvoudig "
    "gewoon lokaal sociaal groen veilig en maar ook met voor door over naar tussen zonder volgens tijdens telkens "
    "soms altijd opnieuw eerst daarna later intussen kiezen maken bouwen denken vragen helpen leren tonen planten "
    "herstellen bespreken beslissen testen volgen delen"
)
WORDS = _WORDS.split()
#: The part of the practices that lies in large cities: what VVSG found in its own inventory.
LARGE_SHARE = 0.42
#: Days that no clock changes.
FIRST_DAY = date(2023, 1, 1)


@dataclass(frozen=True)
class MadeUp:
    """One practice: the values of its columns, the words and places it is tied to and the rows below it."""

    columns: dict
    municipalities: list[Municipality]
    themes: list[str]
    instruments: list[str]
    topics: list[str]
    figures: list[dict]
    lessons: list[dict]
    documents: list[dict]
    sources: list[dict]
    checked_on: date | None


def slug_of(number: int) -> str:
    return f"voorbeeldpraktijk-{number:05d}"


def make_up(number: int, municipalities: Sequence[Municipality]) -> MadeUp:
    """The practice with this number, in one of these municipalities or, now and then, in two."""
    random = Random(f"practice {number}")  # noqa: S311
    instruments = _some(random, INSTRUMENTS, 1, 2)
    return MadeUp(
        columns=_columns(random, number, instruments[0]),
        municipalities=_places(random, municipalities),
        themes=_some(random, THEMES, 1, 3),
        instruments=instruments,
        topics=_some(random, TOPICS, 1, 4),
        figures=[
            {"value": str(random.randint(2, 900)), "label": random.choice(["deelnemers", "ideeën", "straten"])}
            for _figure in range(random.randint(0, 3))
        ],
        lessons=[{"kind": kind, "text": _sentence(random)} for kind in _some(random, LessonKind.values, 0, 3)],
        documents=[{"title": "Modelreglement", "url": f"https://example.org/{number}"}] if _chance(random, 0.3) else [],
        sources=[{"reference": "Verzonnen bron"}],
        checked_on=FIRST_DAY + timedelta(days=random.randrange(1200)) if _chance(random, 0.7) else None,
    )


def _columns(random, number, instrument):
    start_year = _known(random, 0.9, lambda: random.randint(2005, 2025))
    steps = _known(random, 0.85, lambda: _steps(random)) or (None, None, None)
    day = FIRST_DAY + timedelta(days=random.randrange(1200))
    return {
        "title": f"Voorbeeldpraktijk {number:04d} – {instrument.lower()}",
        "slug": slug_of(number),
        "summary": f"Een verzonnen praktijk om mee te meten: {_sentence(random).lower()}",
        "is_example": True,
        "first_published_at": timezone.make_aware(datetime(day.year, day.month, day.day, 9)),
        "status": random.choices(PracticeStatus.values, [1, 5, 4, 1, 1])[0],
        "start_year": start_year,
        "end_year": start_year and _known(random, 0.5, lambda: start_year + random.randint(0, 6)),
        "budget": _known(random, 0.5, lambda: random.randint(1, 400) * 5_000),
        "participants": _known(random, 0.6, lambda: random.randint(10, 4_000)),
        **dict(zip(["continuum_start", "continuum_during", "continuum_now"], steps, strict=True)),
        "continuum_confirmed_on": _known(random, 0.3, lambda: day) if steps[2] else None,
        **{
            field.name: (_in_order if field.is_list else _choice)(random, field.choices)
            for field in sorted(PROFILE.values(), key=lambda field: field.is_list)
        },
        **{heading: _text(random) for heading in HEADINGS},
    }


def _steps(random) -> tuple[int, int, int]:
    start = random.choices([1, 2, 3, 4, 5], [2, 5, 3, 3, 2])[0]
    during = min(5, max(1, start + random.choice([-1, 0, 0, 1])))
    return start, during, min(5, max(1, during + random.choice([-1, 0, 0, 1])))


def _places(random, municipalities):
    large = [place for place in municipalities if place.size_class in {SizeClass.L, SizeClass.XL}]
    pool = large if large and _chance(random, LARGE_SHARE) else municipalities
    return random.sample(pool, min(len(pool), 2 if _chance(random, 0.05) else 1))


def _text(random) -> str:
    return f"<p>{' '.join(_sentence(random) for _number in range(SENTENCES))}</p>"


def _sentence(random) -> str:
    return f"{' '.join(random.choices(WORDS, k=WORDS_PER_SENTENCE)).capitalize()}."


def _some(random, values, least, most):
    return random.sample(values, random.randint(least, most))


def _choice(random, enum) -> str:
    return _known(random, 0.8, lambda: random.choice(enum.values)) or ""


def _in_order(random, enum) -> list[str]:
    chosen = _some(random, enum.values, 0, 3)
    return [value for value in enum.values if value in chosen]


def _known(random, share, value):
    """A value that this share of the practices has; the others do not know it."""
    return value() if _chance(random, share) else None


def _chance(random, share) -> bool:
    return random.random() < share
