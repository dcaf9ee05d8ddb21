"""The inventory with 500 and with 10,000 practices."""

import io
from collections.abc import Iterator
from itertools import islice

from django.core.management import call_command

from cms.models import User
from practices.exchange.columns import COLUMNS
from practices.exchange.exports.about import About
from practices.exchange.exports.rows import latest_rows
from practices.exchange.exports.streams import csv_text
from practices.exchange.imports import services as imports
from practices.models import PracticeIndexPage, PracticePage
from tests.bench.goals import lasting, p95, queries
from tests.bench.in_process import EXPLANATION, measure_cached, measure_file, measure_page, measured, timed
from tests.bench.measured import Measured
from tests.bench.site import say
from tests.bench.tables import Line, print_table

SIZES = (500, 10_000)
IMPORT_ROWS = 5_000
#: The practices that a visitor asks for.
INDEX = "/praktijken/"


def run() -> None:
    for size in SIZES:
        say(f"Making {size:,} practices …")
        call_command("make_practices", size, stdout=io.StringIO())
        print_table(f"{size:,} practices", EXPLANATION, lines(size))


def lines(size: int) -> Iterator[Line]:
    keys = list(PracticePage.objects.order_by("pk").values_list("pk", flat=True))
    three = "&".join(f"p={pk}" for pk in keys[-3:])
    four = f"{three}&p={keys[0]}"
    practice = PracticePage.objects.get(pk=keys[-1])
    like_mine = f"zoals-mijn-gemeente/?gemeente={practice.municipalities.first().name}"
    chosen = "thema=mobiliteit&thema=wonen&provincie=antwerpen&status=lopend"
    quick = (queries(15), p95(0.15 if size <= SIZES[0] else 0.6))

    def page(path, **kwargs):
        return lambda: measure_page(path, **kwargs)

    yield Line("listing with all counts, cold", page(INDEX, cold=True), quick)
    yield Line("listing with all counts", page(INDEX), quick)
    yield Line("listing, three facets chosen", page(f"{INDEX}?{chosen}"), quick)
    yield Line("listing, two words", page(f"{INDEX}?q=moestuin+school"), quick)
    yield Line("listing, two words and three facets", page(f"{INDEX}?q=moestuin+school&{chosen}"), quick)
    yield Line("map, cold", page(f"{INDEX}kaart/", cold=True), (queries(12),))
    yield Line("map", page(f"{INDEX}kaart/"), (queries(12),))
    yield Line("map, three facets chosen", page(f"{INDEX}kaart/?{chosen}"), (queries(12),))
    yield Line("white spots", page(f"{INDEX}witte-vlekken/"), (queries(15),))
    yield Line("practices like mine", page(f"{INDEX}{like_mine}"), (queries(15),))
    yield Line("comparison of four", page(f"{INDEX}vergelijken/?{four}"), (queries(15),))
    yield Line("comparison of three, and a search", page(f"{INDEX}vergelijken/?{three}&zoek=moestuin"), (queries(15),))
    yield Line("practice", page(practice.url), (queries(15),))
    yield Line("listing from the page cache", lambda: measure_cached(INDEX), (queries(0),))
    for extension, wish in [("csv", "streamed, constant memory"), ("json", "streamed"), ("geojson", ""), ("xlsx", "")]:
        path = f"{INDEX}data.{extension}"
        yield Line(f"all of them as {extension}", lambda path=path: measure_file(path), wish=wish)
    if size >= IMPORT_ROWS:
        yield Line(f"import, dry run: {IMPORT_ROWS:,} practices we have", measure_import, (lasting(30),))
        yield Line(f"import, dry run: {IMPORT_ROWS:,} new ones", lambda: measure_import(new=True), (lasting(30),))


def measure_import(*, new: bool = False) -> Measured:
    """Reading and planning the whole inventory as editors export it, or the same rows as practices we do not have."""
    content = exported(new=new)
    by = User.objects.filter(is_superuser=True).first()

    def propose():
        batches.append(imports.propose(content=content, file_name="praktijken.csv", by=by))

    batches = []
    try:
        return measured([timed(propose)])
    finally:
        for batch in batches:
            batch.delete()


def exported(*, new: bool) -> bytes:
    index = PracticeIndexPage.objects.get()
    columns = [column for column in COLUMNS if not (new and column.name == "sleutel")]
    text = "".join(csv_text(About.of(index), islice(latest_rows(index), IMPORT_ROWS), columns))
    return (text.replace("Voorbeeldpraktijk", "Nieuwe praktijk") if new else text).encode()
