from collections.abc import Iterable
from itertools import repeat

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import F
from django.utils.text import slugify
from wagtail.models import Page, Site
from wagtail.search.backends import get_search_backend

from cms.models import PageTopic, Topic
from cms.web import cache
from practices.management.made_up import INSTRUMENTS, THEMES, TOPICS, MadeUp, make_up, slug_of
from practices.models import (
    Instrument,
    Municipality,
    PracticeDocument,
    PracticeFigure,
    PracticeIndexPage,
    PracticeLesson,
    PracticePage,
    PracticeSource,
    PracticeUpkeep,
    Theme,
)
from practices.places.services import load_municipalities

#: Practices held in memory and written together.
BATCH = 500


class Command(BaseCommand):
    help = (
        "Fills the inventory with made-up practices up to number N, for development and measuring. "
        "What stands there stays: the same N again, or a smaller one, changes nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("number", type=int, metavar="N")

    def handle(self, *, number, **options):
        if not (settings.DEBUG or settings.MADE_UP_PRACTICES):
            raise CommandError(
                "Made-up practices have no place on a site that people visit. This command runs with DEBUG, "
                "or with settings that say MADE_UP_PRACTICES = True."
            )
        with transaction.atomic():
            made = self.fill(number)
            transaction.on_commit(cache.expire)
        self.stdout.write(f"{made} practices made." if made else "They are all there: nothing changed.")

    def fill(self, number: int) -> int:
        load_municipalities()
        index = PracticeIndexPage.objects.select_for_update().get(pk=_index_page().pk)
        there = set(Page.objects.child_of(index).values_list("slug", flat=True))
        missing = [one for one in range(1, number + 1) if slug_of(one) not in there]
        writer = Writer(index)
        for start in range(0, len(missing), BATCH):
            numbers = missing[start : start + BATCH]
            self.stdout.write(f"Practices {numbers[0]} to {numbers[-1]} …")
            self.stdout.flush()
            writer.write(numbers)
        return len(missing)


def _index_page() -> PracticeIndexPage:
    if index := PracticeIndexPage.objects.first():
        return index
    home = Site.objects.get(is_default_site=True).root_page
    return home.add_child(instance=PracticeIndexPage(title="Praktijken", slug="praktijken"))


class Writer:
    """Adds made-up practices below the index page, many rows at a time: one by one 10,000 take half an hour."""

    def __init__(self, index: PracticeIndexPage):
        self.index = index
        self.last = _position(index)
        self.municipalities = list(Municipality.objects.order_by("nis_code"))
        self.themes = _vocabulary(Theme, THEMES)
        self.instruments = _vocabulary(Instrument, INSTRUMENTS)
        self.topics = {topic.name: topic for topic in Topic.objects.resolve(TOPICS)}

    def write(self, numbers: list[int]) -> None:
        pairs = [self._practice(one) for one in (make_up(number, self.municipalities) for number in numbers)]
        self._write_pages([practice for practice, _made_up in pairs])
        self._write_relations(pairs)
        self._write_rows(pairs)
        PracticeUpkeep.objects.bulk_create(
            PracticeUpkeep(practice=practice, checked_on=made_up.checked_on, checked_by="editor")
            for practice, made_up in pairs
            if made_up.checked_on
        )
        practices = PracticePage.objects.filter(pk__in=[practice.pk for practice, _made_up in pairs])
        get_search_backend().add_bulk(
            PracticePage, practices.prefetch_related("municipalities", "themes", "instruments", "topics")
        )

    def _practice(self, made_up: MadeUp) -> tuple[PracticePage, MadeUp]:
        practice = PracticePage(
            **made_up.columns,
            draft_title=made_up.columns["title"],
            url_path=f"{self.index.url_path}{made_up.columns['slug']}/",
            last_published_at=made_up.columns["first_published_at"],
            locale_id=self.index.locale_id,
            depth=self.index.depth + 1,
        )
        self.last += 1
        practice.path = PracticePage._get_path(self.index.path, practice.depth, self.last)
        return practice, made_up

    def _write_pages(self, practices: list[PracticePage]) -> None:
        columns = [field.attname for field in Page._meta.concrete_fields if not field.primary_key]
        pages = Page.objects.bulk_create(
            Page(**{name: getattr(practice, name) for name in columns}) for practice in practices
        )
        for practice, page in zip(practices, pages, strict=True):
            practice.pk = practice.id = page.pk
            # bulk_create refuses models of two tables. "raw", as when fixtures load, writes the second one alone.
            practice.save_base(raw=True, force_insert=True)
        Page.objects.filter(pk=self.index.pk).update(numchild=F("numchild") + len(practices))

    def _write_relations(self, pairs) -> None:
        places, themes, instruments = [], [], []
        for practice, made_up in pairs:
            places += zip(repeat(practice.pk), (place.pk for place in made_up.municipalities))
            themes += zip(repeat(practice.pk), (self.themes[name].pk for name in made_up.themes))
            instruments += zip(repeat(practice.pk), (self.instruments[name].pk for name in made_up.instruments))
        _relate(PracticePage.municipalities.through, "municipality_id", places)
        _relate(PracticePage.themes.through, "theme_id", themes)
        _relate(PracticePage.instruments.through, "instrument_id", instruments)
        PageTopic.objects.bulk_create(
            PageTopic(content_object_id=practice.pk, tag=self.topics[name])
            for practice, made_up in pairs
            for name in made_up.topics
        )

    def _write_rows(self, pairs) -> None:
        for model, name in [
            (PracticeFigure, "figures"),
            (PracticeLesson, "lessons"),
            (PracticeDocument, "documents"),
            (PracticeSource, "sources"),
        ]:
            model.objects.bulk_create(
                model(practice_id=practice.pk, sort_order=order, **row)
                for practice, made_up in pairs
                for order, row in enumerate(getattr(made_up, name))
            )


def _relate(through, column: str, keys: Iterable[tuple[int, int]]) -> None:
    through.objects.bulk_create(through(practicepage_id=practice, **{column: word}) for practice, word in keys)


def _vocabulary(model, names):
    return {name: model.objects.get_or_create(name=name, defaults={"slug": slugify(name)})[0] for name in names}


def _position(index: PracticeIndexPage) -> int:
    """The place of the last page below the index page, counted from 1."""
    last = index.get_last_child()
    return PracticePage._str2int(last.path[-PracticePage.steplen :]) if last else 0
