"""Pages below the home page: ``PracticePageFactory(parent=index, title="…")``."""

import datetime

import factory
from django.utils import timezone
from wagtail_factories import PageFactory

from events.models import EventIndexPage, EventPage
from home.models import CallIndexPage, CallPage, StandardPage
from practices.models import (
    ExperimentLineIndexPage,
    ExperimentLinePage,
    PracticeIndexPage,
    PracticePage,
    VideoIndexPage,
    VideoPage,
)
from tests.factories.records import MunicipalityFactory


class StandardPageFactory(PageFactory):
    class Meta:
        model = StandardPage

    title = factory.Sequence(lambda n: f"Tekstpagina {n}")


class CallIndexPageFactory(PageFactory):
    class Meta:
        model = CallIndexPage

    title = "Oproep"


class CallPageFactory(PageFactory):
    class Meta:
        model = CallPage

    title = factory.Sequence(lambda n: f"Oproep {n}")
    deadline = datetime.date(2020, 3, 1)


class PracticeIndexPageFactory(PageFactory):
    class Meta:
        model = PracticeIndexPage

    title = "Praktijken"


class PracticePageFactory(PageFactory):
    class Meta:
        model = PracticePage

    title = factory.Sequence(lambda n: f"Praktijk {n}")
    summary = "Bewoners en bestuur doen het samen."
    start_year = 2019
    continuum_start = 2
    continuum_during = 3
    continuum_now = 4
    municipalities = factory.LazyFunction(lambda: [MunicipalityFactory()])


class ExperimentLineIndexPageFactory(PageFactory):
    class Meta:
        model = ExperimentLineIndexPage

    title = "Experimentlijnen"


class ExperimentLinePageFactory(PageFactory):
    class Meta:
        model = ExperimentLinePage

    title = factory.Sequence(lambda n: f"Experimentlijn {n}")


class EventIndexPageFactory(PageFactory):
    class Meta:
        model = EventIndexPage

    title = "Agenda"


class EventPageFactory(PageFactory):
    class Meta:
        model = EventPage

    title = factory.Sequence(lambda n: f"Bijeenkomst {n}")
    start = factory.LazyFunction(lambda: timezone.now() + datetime.timedelta(days=30))
    end = factory.LazyAttribute(lambda event: event.start + datetime.timedelta(hours=4) if event.start else None)


class VideoIndexPageFactory(PageFactory):
    class Meta:
        model = VideoIndexPage

    title = "Video’s"


class VideoPageFactory(PageFactory):
    class Meta:
        model = VideoPage

    title = factory.Sequence(lambda n: f"Video {n}")
    video_url = "https://www.youtube.com/watch?v=AAAAAAAAAAA"
