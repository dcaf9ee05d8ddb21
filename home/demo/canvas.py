"""A small canvas for drawing in the site's identity: paper with a millimetre grid, arcs, discs and contour lines.

Coordinates are pixels of the finished picture; it is drawn three times as large and scaled down, for smooth edges.
"""

import io
import math
from itertools import pairwise

from PIL import Image, ImageDraw

PAPER, SHEET, GRID, INK, FIELD, MARKER = "#f6f2e7", "#fffdf8", "#e6dfcd", "#18202e", "#7b7466", "#ffdf3d"
NIGHT = "#18202e"
# The five steps of the continuum, as in the style sheet: on paper, and lighter on the night panel.
STEPS_ON_PAPER = ("#2452b5", "#0e7391", "#26794b", "#a5620a", "#cb3e22")
STEPS_ON_NIGHT = ("#86abff", "#5cc3de", "#6bcb93", "#edb04c", "#ff8e73")
SCALE = 3


def rgb(colour):
    return tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5))


def blend(colours, position):
    """The colour at ``position`` (0 to 1) of a gradient through ``colours``."""
    place = min(max(position, 0), 1) * (len(colours) - 1)
    left = min(int(place), len(colours) - 2)
    share = place - left
    return tuple(round(a + (b - a) * share) for a, b in zip(rgb(colours[left]), rgb(colours[left + 1]), strict=True))


class Canvas:
    def __init__(self, width, height, *, background=SHEET):
        self.width, self.height, self.background = width, height, background
        self.image = Image.new("RGB", (width * SCALE, height * SCALE), background)
        self.draw = ImageDraw.Draw(self.image)

    def png(self):
        """The finished picture as PNG bytes."""
        output = io.BytesIO()
        self.image.reduce(SCALE).save(output, "PNG")
        return output.getvalue()

    def grid(self, step=30, colour=GRID):
        for x in range(0, self.width, step):
            self.line([(x, 0), (x, self.height)], colour, 1)
        for y in range(0, self.height, step):
            self.line([(0, y), (self.width, y)], colour, 1)

    def line(self, points, colour, width):
        scaled = [(x * SCALE, y * SCALE) for x, y in points]
        self.draw.line(scaled, fill=colour, width=round(width * SCALE), joint="curve")

    def dashes(self, points, colour, width, every=3):
        """A line of which every other stretch of ``every`` points is left open."""
        for start in range(0, len(points) - 1, every * 2):
            self.line(points[start : start + every + 1], colour, width)

    def disc(self, x, y, radius, fill, outline=None, width=0):
        box = [(x - radius) * SCALE, (y - radius) * SCALE, (x + radius) * SCALE, (y + radius) * SCALE]
        self.draw.ellipse(box, fill=fill, outline=outline, width=round(width * SCALE))

    def square(self, x, y, side, fill):
        box = [(x - side / 2) * SCALE, (y - side / 2) * SCALE, (x + side / 2) * SCALE, (y + side / 2) * SCALE]
        self.draw.rectangle(box, fill=fill)

    def polygon(self, points, fill):
        self.draw.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=fill)

    def hatched(self, points, colour, background, step=14, width=3):
        """A surface with slanted lines: here something is not known yet."""
        mask = Image.new("1", self.image.size)
        ImageDraw.Draw(mask).polygon([(x * SCALE, y * SCALE) for x, y in points], fill=1)
        layer = Image.new("RGB", self.image.size, background)
        pen = ImageDraw.Draw(layer)
        size = self.image.height
        for x in range(-size, self.image.width, step * SCALE):
            pen.line([(x, size), (x + size, 0)], fill=colour, width=width * SCALE)
        self.image.paste(layer, mask=mask)

    def arc(self, x1, x2, y, height, colour, width):
        """From station to station: above the line when it runs to the right, below it when it runs to the left.

        ``colour`` is one colour, or a function from x to one.
        """
        lift = -height if x2 > x1 else height
        shift = (x2 - x1) * 0.22
        curve = [
            bezier((x1, y), (x1 + shift, y + lift * 1.32), (x2 - shift, y + lift * 1.32), (x2, y), step / 160)
            for step in range(161)
        ]
        if not callable(colour):
            self.line(curve, colour, width)
            return
        for start, end in pairwise(curve):
            middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
            self.line([start, end], colour(middle[0]), width)
            self.disc(*end, width / 2, colour(end[0]))

    def text(self, x, y, text, font, colour=INK):
        self.draw.text((x * SCALE, y * SCALE), text, font=font, fill=colour, anchor="ls")


def bezier(start, control1, control2, end, t):
    return tuple(
        (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t**2 * c + t**3 * d
        for a, b, c, d in zip(start, control1, control2, end, strict=True)
    )


def contour(x, y, radius, seed, points=180):
    """A closed, gently waving line around a place; the same seed gives the same shape at every radius."""
    waves = [(k, 0.16 / k, (seed >> (5 * k)) % 360) for k in (2, 3, 4, 5)]
    line = []
    for i in range(points + 1):
        angle = 2 * math.pi * i / points
        reach = radius * (1 + sum(size * math.cos(k * angle + math.radians(phase)) for k, size, phase in waves))
        line.append((x + reach * math.cos(angle), y + reach * math.sin(angle)))
    return line
