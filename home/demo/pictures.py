"""The pictures of the demo site, drawn from its own data; the same data always gives the same bytes."""

import hashlib
import zlib
from dataclasses import dataclass
from itertools import pairwise

from django.conf import settings
from PIL import ImageFont

from home.demo.canvas import (
    FIELD,
    GRID,
    INK,
    MARKER,
    NIGHT,
    PAPER,
    SCALE,
    SHEET,
    STEPS_ON_NIGHT,
    STEPS_ON_PAPER,
    Canvas,
    blend,
    contour,
)

WIDE = (1200, 630)  # what social media show
FILM = (1280, 720)
STEP_NAMES = (
    "overheidsinitiatief",
    "overheid met inbreng van burgers",
    "gelijkwaardig partnerschap",
    "burgerinitiatief met steun van het bestuur",
    "zelfstandig burgerinitiatief",
)


@dataclass(frozen=True)
class Picture:
    key: str
    title: str
    alt: str
    png: bytes

    @property
    def filename(self):
        """Named after its content: browsers keep a picture for a year, so its name must never get another one."""
        return f"demo-{self.key}-{hashlib.sha256(self.png).hexdigest()[:6]}.png"


def site_pictures(practices):
    """The pictures that belong to no practice. ``practices`` are rows of ``practices.toml``."""
    moves = [practice["continuum"] for practice in practices if "continuum" in practice]
    return [
        Picture(
            "share",
            "Labo lokale burgerparticipatie",
            "De titel ‘Lokaal beleid via coproductie en burgerinitiatief’ boven een lijn met bogen: elke boog is een "
            "praktijk die opschuift tussen bestuur en burger.",
            share(moves),
        ),
        Picture(
            "network",
            "Tien besturen, vijf experts",
            "Tien vierkanten voor de lokale besturen en vijf gele cirkels voor de experts, met bogen verbonden.",
            network(),
        ),
        Picture(
            "method",
            "Een praktijk als hoogtekaart",
            "Hoogtelijnen rond de praktijk Leefstraten. De buitenste lijn heeft de kleur van de start, een zelfstandig "
            "burgerinitiatief. De kern heeft de kleur van nu, overheid met inbreng van burgers.",
            plate("leefstraten", (5, 4, 2), (0.5, 0.5)),
        ),
        Picture(
            "reviews",
            "Vier intervisies, twee werkbezoeken",
            "Vier groepen hoogtelijnen voor vier intervisies. Twee hebben een gele kern: met een werkbezoek.",
            reviews(),
        ),
        Picture(
            "challenge",
            "Vier besturen die experimenteren",
            "Vier groepen stippellijnen voor Wevelgem, Mechelen, Oud-Turnhout en Hasselt. De kern is gearceerd: de "
            "uitkomst is nog niet bekend.",
            challenge(),
        ),
        Picture(
            "poster-challenge",
            "Posterbeeld: Right to Challenge",
            "Een donker vlak met de lijn van bestuur naar burger. Eén gekleurde boog gaat van stap drie naar vier.",
            poster([(3, 4, 4)]),
        ),
        Picture(
            "poster-continuum",
            "Posterbeeld: het continuüm",
            "Een donker vlak met de lijn van bestuur naar burger en veel gekleurde bogen, in beide richtingen.",
            poster(moves),
        ),
    ]


def practice_picture(practice, place):
    """The plate of one practice; ``place`` is where its municipality lies in Flanders, from (0, 0) to (1, 1)."""
    where = ", ".join(practice["municipalities"])
    continuum = practice.get("continuum")
    if continuum:
        start, _, now = (STEP_NAMES[step - 1] for step in continuum)
        alt = f"Hoogtelijnen rond {where}. Buiten de kleur van de start ({start}), in de kern de kleur van nu ({now})."
    else:
        alt = f"Gestippelde hoogtelijnen rond {where} met een gearceerde kern: de positie is niet bekend."
    title = f"Plaat: {practice['title']} ({where})"
    return Picture(practice["slug"], title, alt, plate(practice["slug"], continuum, place))


def seed(name):
    return zlib.crc32(name.encode())


def stations(width, margin):
    return [margin + (width - 2 * margin) * i / 4 for i in range(5)]


def plate(name, continuum, place):
    """Contours from the start (outside) to now (the core), above the practice's own continuum line."""
    canvas = Canvas(*WIDE)
    canvas.grid()
    x, y = 250 + 700 * place[0], 215 + 20 * place[1]
    rings(canvas, x, y, 180, name, continuum)
    canvas.polygon([(0, 450), (1200, 450), (1200, 630), (0, 630)], PAPER)
    canvas.line([(0, 450), (1200, 450)], INK, 2)
    mark(canvas, continuum, stations(1200, 140), 550)
    return canvas.png()


def rings(canvas, x, y, radius, name, continuum, lines=8):
    for i in range(lines):
        reach = radius * (1 - 0.84 * i / (lines - 1))
        curve = contour(x, y, reach, seed(name))
        core = i == lines - 1
        if continuum is None:
            if core:
                canvas.hatched(curve, FIELD, SHEET)
            canvas.dashes(curve, FIELD, 3)
            continue
        colour = blend([STEPS_ON_PAPER[step - 1] for step in continuum], i / (lines - 1))
        if core:
            canvas.polygon(curve, colour)
        canvas.line(curve, colour, 4)


def mark(canvas, continuum, xs, y):
    """Ring = start, small disc = during, large disc = now; dotted when unknown."""
    line = [(x, y) for x in range(0, canvas.width + 1, 4)]
    if continuum is None:
        canvas.dashes(line, FIELD, 3, every=2)
    else:
        canvas.line(line, INK, 3)
    for step, x in enumerate(xs):
        canvas.line([(x, y - 10), (x, y + 10)], STEPS_ON_PAPER[step], 5)
    if continuum is None:
        return
    start, during, now = (step - 1 for step in continuum)
    tint = gradient(xs, STEPS_ON_PAPER)
    for a, b in ((start, during), (during, now)):
        if a != b:
            canvas.arc(xs[a], xs[b], y, 26 + 12 * abs(b - a), tint, 7)
    if start != now:
        canvas.disc(xs[start], y, 12, SHEET, STEPS_ON_PAPER[start], 5)
    if during not in (start, now):
        canvas.disc(xs[during], y, 9, STEPS_ON_PAPER[during], PAPER, 2)
    if start == now:
        canvas.disc(xs[now], y, 32, None, STEPS_ON_PAPER[now], 3)
    if during == now:
        canvas.disc(xs[now], y, 25, None, STEPS_ON_PAPER[now], 3)
    canvas.disc(xs[now], y, 18, STEPS_ON_PAPER[now], PAPER, 2)


def gradient(xs, colours):
    return lambda x: blend(colours, (x - xs[0]) / (xs[-1] - xs[0]))


def share(moves):
    """The site's title above all practices at once."""
    canvas = Canvas(*WIDE, background=PAPER)
    canvas.polygon([(0, 300), (1200, 300), (1200, 630), (0, 630)], SHEET)
    for x in range(0, 1200, 30):
        canvas.line([(x, 300), (x, 630)], GRID, 1)
    for y in range(300, 630, 30):
        canvas.line([(0, y), (1200, y)], GRID, 1)
    canvas.line([(0, 300), (1200, 300)], INK, 2)
    font = ImageFont.truetype(settings.BASE_DIR / "cms/static/fonts/bricolage-display.woff2", 84 * SCALE)
    canvas.polygon([(52, 128), (540, 122), (544, 200), (56, 206)], MARKER)
    for y, line in ((112, "Lokaal beleid via"), (190, "coproductie en"), (268, "burgerinitiatief")):
        canvas.text(60, y, line, font)
    field(canvas, moves, 500)
    return canvas.png()


def field(canvas, moves, y):
    """Every practice as arcs on one line; practices that stand on the same step stand beside each other."""
    xs = stations(1200, 120)
    places = {step: [] for step in range(1, 6)}
    for number, (start, during, now) in enumerate(moves):
        places[now].append((-start, number, "now"))
        if start != now:
            places[start].append((now, number, "start"))
        if during not in (start, now):
            places[during].append((now, number, "during"))
    spots = {}
    for step, dots in places.items():
        for i, (_, number, moment) in enumerate(sorted(dots)):
            spots[number, moment] = xs[step - 1] + (i - (len(dots) - 1) / 2) * 15
    canvas.line([(0, y), (1200, y)], INK, 2)
    tint = gradient(xs, STEPS_ON_PAPER)
    for number in range(len(moves)):
        way = [spots[number, moment] for moment in ("start", "during", "now") if (number, moment) in spots]
        for a, b in pairwise(way):
            distance = abs(b - a)
            canvas.arc(a, b, y, min(distance * (0.3 if b > a else 0.17), 140), tint, 3)
    for (number, moment), x in spots.items():
        colour = STEPS_ON_PAPER[moves[number][("start", "during", "now").index(moment)] - 1]
        if moment == "start":
            canvas.disc(x, y, 6, SHEET, colour, 2.5)
        else:
            canvas.disc(x, y, 8 if moment == "now" else 4.5, colour, SHEET, 1.5)


def network():
    """Ten local governments on the line, five experts above it; every expert meets every government."""
    canvas = Canvas(*WIDE)
    canvas.grid()
    governments = [90 + i * 72 for i in range(10)]
    experts = [850 + i * 68 for i in range(5)]
    y = 430
    for expert in experts:
        for government in governments:
            canvas.arc(government, expert, y, (expert - government) * 0.34, INK, 1.2)
    canvas.line([(0, y), (1200, y)], INK, 3)
    for x in governments:
        canvas.square(x, y, 42, INK)
    for x in experts:
        canvas.disc(x, y, 24, MARKER, INK, 4)
    return canvas.png()


def reviews():
    canvas = Canvas(*WIDE)
    canvas.grid()
    for i, (x, y) in enumerate(((200, 220), (470, 400), (730, 220), (1000, 400))):
        for ring in range(6):
            curve = contour(x, y, 150 * (1 - 0.15 * ring), seed(f"review {i}"))
            if ring == 5 and i % 2:
                canvas.polygon(curve, MARKER)
            canvas.line(curve, INK, 3)
    return canvas.png()


def challenge():
    """Four governments, about where they lie from west to east; hatched, because the outcome is unknown."""
    canvas = Canvas(*WIDE)
    canvas.grid()
    for name, x, y in (
        ("wevelgem", 170, 410),
        ("mechelen", 530, 350),
        ("oud-turnhout", 790, 180),
        ("hasselt", 1020, 420),
    ):
        rings(canvas, x, y, 130, name, None, lines=6)
    return canvas.png()


def poster(moves):
    """The night panel of a video: the arcs of the line, thick, with light colours."""
    canvas = Canvas(*FILM, background=NIGHT)
    xs = stations(1280, 130)
    y = 400
    tint = gradient(xs, STEPS_ON_NIGHT)
    arcs = [(a, b) for move in moves for a, b in pairwise(move) if a != b]
    for i, (a, b) in enumerate(arcs):
        # Arcs between the same two steps lie beside each other, in a fixed order that looks loose.
        x1, x2 = (xs[step - 1] + 15 * ((i * pace + 5) % 11 - 5) for step, pace in ((a, 5), (b, 7)))
        height = abs(x2 - x1) * (0.5 if b > a else 0.24) * (0.6 + 0.1 * (i % 6))
        canvas.arc(x1, x2, y, height, tint, (14, 5, 9, 3, 7)[i % 5])
    canvas.line([(0, y), (1280, y)], PAPER, 4)
    for step, x in enumerate(xs):
        canvas.disc(x, y, 24, STEPS_ON_NIGHT[step], NIGHT, 6)
    return canvas.png()
