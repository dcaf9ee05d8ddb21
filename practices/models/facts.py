"""The words of a practice: for its page, cards, comparisons and search."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from modelcluster.fields import ParentalManyToManyField

from cms.models import BasePage
from cms.models.declared import field_of
from cms.models.managers import ChildRows
from practices.drawings import ContinuumPositions
from practices.models.parts import LessonKind, PracticeDocument, PracticeFigure, PracticeLesson, PracticeSource
from practices.models.places import Province, SizeClass
from practices.models.profile import PROFILE, Trait
from practices.models.vocabulary import PracticeStatus

#: The headings that VVSG gives every practice, in its order.
HEADINGS = ["objective", "approach", "parties", "result", "adjustments", "reach"]


@dataclass(frozen=True)
class Section:
    """One of VVSG's headings and what is known under it."""

    heading: str
    text: str
    figures: list
    #: The choices of the profile on the same subject.
    trait: Trait | None = None

    @property
    def is_known(self):
        return bool(self.text or self.figures or (self.trait and self.trait.is_known))


@dataclass(frozen=True)
class Lessons:
    """The lessons of one kind."""

    heading: str
    lessons: list


# What ``PracticeFacts`` is mixed into.
_Base = BasePage if TYPE_CHECKING else object


class PracticeFacts(_Base):
    """Mixin of ``PracticePage``; reads its fields, asks nothing that ``for_listing`` does not fetch."""

    municipalities: ParentalManyToManyField
    themes: ParentalManyToManyField
    instruments: ParentalManyToManyField
    figures: ChildRows["PracticeFigure"]
    lessons: ChildRows["PracticeLesson"]
    documents: ChildRows["PracticeDocument"]
    sources: ChildRows["PracticeSource"]
    contact: models.ForeignKey
    shows_contact: models.BooleanField
    status: models.CharField
    start_year: models.PositiveSmallIntegerField
    end_year: models.PositiveSmallIntegerField
    years_note: models.CharField
    budget: models.PositiveBigIntegerField
    participants: models.PositiveIntegerField
    continuum_start: models.PositiveSmallIntegerField
    continuum_during: models.PositiveSmallIntegerField
    continuum_now: models.PositiveSmallIntegerField
    continuum_confirmed_on: models.DateField

    @property
    def positions(self):
        return ContinuumPositions(self.continuum_start, self.continuum_during, self.continuum_now)

    @property
    def is_provisional(self):
        return self.continuum_now is not None and self.continuum_confirmed_on is None

    @property
    def years(self):
        """The period in words, such as "2013–2017", "sinds 2019" or what the editor wrote."""
        if self.years_note:
            return self.years_note
        if self.start_year and self.end_year:
            return f"{self.start_year}–{self.end_year}" if self.start_year != self.end_year else str(self.start_year)
        if self.start_year:
            return _("since %(year)s") % {"year": self.start_year}
        if self.end_year:
            return _("until %(year)s") % {"year": self.end_year}
        return ""

    @property
    def search_facts(self):
        return [self.place_names, self.years]

    @property
    def sections(self):
        """VVSG's six headings in their order, each with its text and, for the reach, its figures."""
        return [
            Section(
                str(capfirst(field_of(type(self), name).verbose_name)),
                getattr(self, name),
                list(self.figures.all()) if name == "reach" else [],
                self.traits["partners"] if name == "parties" else None,
            )
            for name in HEADINGS
        ]

    @cached_property
    def traits(self):
        """The profile by the name of its field."""
        return {name: Trait(field, field.of(self)) for name, field in PROFILE.items()}

    @property
    def profile(self):
        """The known choices of the profile, apart from the partners: they stand with the parties involved."""
        return [trait for name, trait in self.traits.items() if trait.is_known and name != "partners"]

    @property
    def unknown_profile(self):
        """The names of what is not known of the profile, "mate van invloed, niveau"."""
        return ", ".join(str(trait.name) for trait in self.traits.values() if not trait.is_known)

    @property
    def lesson_groups(self):
        """The lessons by kind, in the order of the kinds; kinds without a lesson are left out."""
        lessons = list(self.lessons.all())
        groups = [Lessons(kind.plural, [lesson for lesson in lessons if lesson.kind == kind]) for kind in LessonKind]
        return [group for group in groups if group.lessons]

    @property
    def document_links(self):
        return [row.link for row in self.documents.select_related("document")]

    @property
    def public_contact(self):
        """The person whom visitors may ask; nobody unless that person agreed."""
        return self.contact if self.shows_contact else None

    @cached_property
    def places(self):
        """The municipalities, asked once; see ``PracticeQuerySet.for_listing``."""
        return list(self.municipalities.all())

    @cached_property
    def shown_instruments(self):
        return list(self.instruments.all())

    @cached_property
    def shown_themes(self):
        return list(self.themes.all())

    @cached_property
    def shown_topics(self):
        return list(self.topics.all())

    @cached_property
    def shown_sources(self):
        return list(self.sources.all())

    @property
    def provinces(self):
        return ", ".join(dict.fromkeys(str(Province(place.province).label) for place in self.places))

    @property
    def sizes(self):
        """The size of each municipality, equal ones once."""
        return ", ".join(dict.fromkeys(str(SizeClass.label_of(place.size_class)) for place in self.places))

    @property
    def budget_label(self):
        if self.budget is None:
            return ""
        return _("%(amount)s euro") % {"amount": number_format(self.budget, force_grouping=True)}

    @property
    def participants_label(self):
        return "" if self.participants is None else number_format(self.participants, force_grouping=True)

    @property
    def is_running(self):
        return self.status == PracticeStatus.RUNNING

    @property
    def theme_names(self):
        return ", ".join(theme.name for theme in self.shown_themes)

    @property
    def instrument_names(self):
        return ", ".join(instrument.name for instrument in self.shown_instruments)

    @property
    def place_names(self):
        return ", ".join(place.name for place in self.places)

    def municipality_names(self):
        """For search."""
        return " ".join(place.all_names for place in self.municipalities.all())

    def vocabulary_names(self):
        return " ".join(word.name for word in [*self.shown_themes, *self.shown_instruments])

    def profile_names(self):
        """For search, in the language of the texts around them."""
        with override(settings.LANGUAGE_CODE):
            return " ".join(trait.text for trait in self.traits.values() if trait.is_known)

    def lessons_text(self):
        return " ".join(lesson.text for lesson in self.lessons.all())

    def documents_text(self):
        return " ".join(document.title for document in self.documents.all())
