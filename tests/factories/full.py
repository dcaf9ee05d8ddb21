"""Pages with everything on them: ``fill(page)`` gives a saved page all that an editor can fill in."""

import datetime

from django.core.files.base import ContentFile
from django.utils import timezone

from cms.models import SiteDocument
from events.models import Access, AgendaItem, EventPresentation, EventQuestion, EventSpeaker
from home.models import FeaturedPractice
from practices.models import (
    ExperimentMilestone,
    ExperimentParticipant,
    LessonKind,
    PracticeAdoption,
    PracticeDocument,
    PracticeFigure,
    PracticeLesson,
    PracticeSource,
    VideoSpeaker,
)
from practices.models.experiments import ExperimentPractice
from tests.factories.pages import (
    CallPageFactory,
    EventPageFactory,
    ExperimentLinePageFactory,
    PracticePageFactory,
    StandardPageFactory,
    VideoPageFactory,
)
from tests.factories.records import ImageFactory, InstrumentFactory, MunicipalityFactory, PersonFactory, ThemeFactory
from tests.factories.tree import grow

TEXT = "<p>Bewoners en bestuur <b>samen</b>.</p><ul><li>één</li><li>twee</li></ul>"


def document():
    return SiteDocument.objects.create(title="Een verslag", file=ContentFile(b"tekst", "verslag.pdf"))


def body():
    """A free body with each of the blocks."""
    return [
        ("heading", "Een kop"),
        ("paragraph", TEXT),
        ("quote", {"text": "Van elkaar leren.", "who": "Voorbeeldnaam"}),
        ("callout", {"kind": "todo", "text": TEXT}),
        ("button", {"label": "Verder", "external_url": "/zoeken/", "page": None}),
        ("picture", {"image": ImageFactory(), "caption": "Een bijschrift"}),
        ("video", grow(VideoPageFactory)),
        ("documents", [document()]),
        ("figures", [{"value": "10", "label": "besturen"}]),
        ("cards", [{"title": "VVSG", "text": "Begeleidt", "link": None}]),
        ("contact", PersonFactory()),
        ("references", [{"title": "Een boek", "note": "2020", "url": "https://example.org/"}]),
    ]


def fill(page):
    """Fills in every field of ``page`` and publishes it."""
    page.summary = "Een samenvatting van de pagina."
    page.search_description = "Wat zoekmachines tonen."
    page.seo_title = "Een titel voor zoekmachines"
    page.listing_image = ImageFactory()
    page.is_example = True
    page.topics.add("participatie")
    if hasattr(page, "intro"):
        page.intro = TEXT
    if hasattr(page, "body"):
        page.body = body()
    FILLERS.get(type(page).__name__, lambda page: None)(page)
    # Pages grew below it meanwhile.
    page.refresh_from_db(fields=["numchild"])
    page.save()
    page.save_revision().publish()
    return page


def _home(page):
    page.hero_title, page.hero_highlight = "Beleid via coproductie", "coproductie"
    page.lead = page.find_text = page.join_text = "Een zin."
    page.quick_links = [("link", {"label": "Burgerbudget", "external_url": "/zoeken/?q=burgerbudget", "page": None})]
    page.story_page = grow(StandardPageFactory)
    page.featured_practices = [FeaturedPractice(practice=grow(PracticePageFactory))]
    page.experiment_line = fill(grow(ExperimentLinePageFactory))
    page.call = fill(grow(CallPageFactory))
    page.video = grow(VideoPageFactory)
    grow(EventPageFactory)
    grow(EventPageFactory, start=None, expected_month=timezone.localdate())


def _call(page):
    page.conditions = page.benefits_participant = page.benefits_organisation = page.benefits_society = TEXT
    page.deadline = datetime.date(2030, 3, 1)
    page.template_document = document()
    page.contact = PersonFactory()


def _practice(page):
    page.municipalities = [MunicipalityFactory(), MunicipalityFactory(size_class=None)]
    page.themes = [ThemeFactory()]
    page.instruments = [InstrumentFactory()]
    page.status_note = page.years_note = page.budget_note = page.participants_note = "Een opmerking."
    page.end_year = page.start_year + 2
    page.budget, page.participants = 1_310_000, 12_500
    page.continuum_confirmed_on = datetime.date(2026, 1, 1)
    page.influence, page.level, page.recruitment = "meebeslissen", "groep", "loting"
    page.interaction, page.government_role = "overleggen", "faciliteren"
    page.phases, page.partners = ["ontwerpen", "uitvoeren"], ["inwoners", "middenveld"]
    page.lessons = [
        PracticeLesson(kind=LessonKind.SUCCESS, text="Spreek af wie wat doet.", sort_order=0),
        PracticeLesson(kind=LessonKind.PITFALL, text="Te grote percelen.", sort_order=1),
        PracticeLesson(kind=LessonKind.TIP, text="Begin klein.", sort_order=2),
    ]
    page.documents = [
        PracticeDocument(title="Modelreglement", document=document(), sort_order=0),
        PracticeDocument(title="Een gids", url="https://example.org/gids", sort_order=1),
    ]
    page.videos = [grow(VideoPageFactory)]
    page.adoptions = [PracticeAdoption(origin=grow(PracticePageFactory))]
    page.adopted_from_note = "Ook naar een voorbeeld uit Nederland."
    page.contact, page.shows_contact = PersonFactory(), True
    page.internal_note = "Alleen voor de redactie."
    page.objective = page.approach = page.parties = page.result = page.adjustments = page.reach = TEXT
    page.figures = [PracticeFigure(value="46", label="voorstellen")]
    # In an order, as the form gives them one: without it each database has its own.
    page.sources = [
        PracticeSource(reference="vvsg.be", sort_order=0),
        PracticeSource(reference="Boek", url="https://example.org/", sort_order=1),
    ]
    page.save()
    grow(EventPageFactory, practices=[page])
    grow(ExperimentLinePageFactory, related_practices=[ExperimentPractice(practice=page)])


def _practice_index(page):
    page.licence, page.licence_url = "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/deed.nl"


def _experiment_line(page):
    page.question = page.aside = TEXT
    page.status_note = "uitkomst onbekend"
    page.start_year, page.end_year = 2020, 2024
    page.participants_intro = "Zij proberen het uit."
    page.participants = [
        ExperimentParticipant(municipality=MunicipalityFactory(), text="Doet mee.", practice=grow(PracticePageFactory)),
        ExperimentParticipant(municipality=MunicipalityFactory(), text="Doet ook mee."),
    ]
    page.milestones = [
        ExperimentMilestone(when="februari 2020", date=datetime.date(2020, 2, 1), title="Oproep", text="Een zin."),
        ExperimentMilestone(when="Later", title="Uitkomst", is_key=True),
    ]
    page.related_practices = [ExperimentPractice(practice=grow(PracticePageFactory))]
    page.save()
    grow(EventPageFactory, experiment_lines=[page])


def _event(page):
    page.venue, page.address = "Gemeentehuis", "Voorbeeldstraat 1"
    page.host_municipality = MunicipalityFactory()
    page.online_url = "https://vergadering.example.org/geheim"
    page.expected_month = datetime.date(2030, 1, 1)
    page.time_note = "10u–16u"
    page.audience = "iedereen"
    page.contact = PersonFactory()
    page.practices = [grow(PracticePageFactory)]
    page.experiment_lines = [grow(ExperimentLinePageFactory)]
    page.agenda_items = [
        AgendaItem(time=datetime.time(14), title="Onthaal", text="Met koffie."),
        AgendaItem(title="Slot"),
    ]
    page.speakers = [EventSpeaker(name="Voorbeeldnaam", role="begeleiding")]
    page.questions = [EventQuestion(label="Hoe lang blijft u?", help_text="Ongeveer.", choices="Een dag\nEen uur")]
    page.report = page.lessons = TEXT
    page.presentations = [
        EventPresentation(title="De presentatie", document=document()),
        EventPresentation(title="Nog een", url="https://example.org/dia"),
    ]
    page.ledger.access, page.ledger.capacity = Access.OPEN, 30
    page.ledger.save()
    grow(EventPageFactory)


def _video(page):
    page.poster = ImageFactory()
    page.duration = 187
    page.recorded_on = datetime.date(2025, 5, 1)
    page.transcript = TEXT
    page.speakers = [VideoSpeaker(name="Voorbeeldnaam", role="expert")]


FILLERS = {
    "HomePage": _home,
    "CallPage": _call,
    "PracticeIndexPage": _practice_index,
    "PracticePage": _practice,
    "ExperimentLinePage": _experiment_line,
    "EventPage": _event,
    "VideoPage": _video,
}
