"""A small site with each page type and each state of a page, for tests in the browser."""

import datetime

from django.utils import timezone

from cms.models import SiteSettings
from events.models import Access, EventIndexPage, EventLedger, EventQuestion, EventState, QuestionKind
from home.models import HomePage
from practices.models import PracticeIndexPage, PracticePage, VideoIndexPage
from tests.factories import (
    CallPageFactory,
    EventPageFactory,
    MunicipalityFactory,
    PersonFactory,
    PracticePageFactory,
    StandardPageFactory,
    VideoPageFactory,
)
from tests.factories.full import fill
from tests.factories.tree import factories, grow


def build() -> list[str]:
    """Makes the site and gives the paths of everything worth looking at."""
    full = [fill(HomePage.objects.get())]
    full += [fill(grow(factory)) for factory in factories().values() if is_leaf(factory)]
    states = [*_events(), *_practices()]
    states.append(grow(CallPageFactory, title="Afgelopen oproep"))
    states.append(grow(VideoPageFactory, title="Film met een getekende poster"))
    states.append(grow(StandardPageFactory, title="Leeg"))
    furnish()
    overviews = HomePage.objects.get().get_children().live()
    paths = [page.url for page in [*full, *states, *overviews]]
    practices = "&".join(f"p={practice.pk}" for practice in PracticePage.objects.order_by("pk")[:4])
    comparisons = [f"/praktijken/vergelijken/{query}" for query in ["", f"?{practices}", "?p=999&zoek=praktijk"]]
    views = ["codeboek/", "kaart/", "witte-vlekken/", "witte-vlekken/?per=provincie", "zoals-mijn-gemeente/"]
    mine = [f"zoals-mijn-gemeente/?gemeente={name}" for name in ["Genk", "Genc", "xyzzy"]]
    asked = ["positie=4&status=running&q=praktijk&sorteer=nieuwste", "q=xyzzy&positie=4", "q=praktijk+xyzzy"]
    picked = "&".join(f"vergelijk={practice.pk}" for practice in PracticePage.objects.order_by("pk")[:2])
    lists = [f"?{address}" for address in [*asked, picked]]
    explored = [f"/praktijken/{address}" for address in [*views, *mine, *lists]]
    searches = ["/zoeken/", "/zoeken/?q=praktijk", "/zoeken/?q=xyzzy", "/onderwerpen/participatie/", "/bestaat-niet/"]
    forms = ["/praktijken/indienen/", "/praktijken/ingediend/", *_registration()]
    return [*dict.fromkeys(paths), *comparisons, *explored, *forms, *searches]


def _registration():
    """An event that takes people, and one that is full."""
    paths = []
    for title, capacity in [("Met plaatsen", 12), ("Volzet", 0)]:
        event = grow(EventPageFactory, title=title)
        event.questions = [
            EventQuestion(label="Hoe lang?", kind=QuestionKind.CHOICE, choices="Een dag\nEen uur", is_required=True),
            EventQuestion(label="Waarom komt u?", kind=QuestionKind.TEXT, help_text="In een zin.", is_sensitive=True),
        ]
        event.save()
        EventLedger.objects.filter(event=event).update(access=Access.MEMBERS, capacity=capacity)
        paths += [event.url, f"{event.url}inschrijven/", f"{event.url}ingeschreven/"]
    return [*paths, f"{event.url}ingeschreven/?wachtlijst", f"{event.url}inschrijven/?uitnodiging=oud"]


def _events():
    postponed = grow(EventPageFactory, title="Uitgestelde workshop")
    postponed.ledger.state, postponed.ledger.note = EventState.POSTPONED, "De zaal is bezet."
    postponed.ledger.save()
    long_ago = timezone.now() - datetime.timedelta(days=400)
    undated = grow(EventPageFactory, title="Ooit", start=None)
    return [postponed, undated, grow(EventPageFactory, title="Voorbij", start=long_ago)]


def _practices():
    unknown = {"continuum_now": None, "continuum_during": None, "start_year": None, "summary": ""}
    moves = [grow(PracticePageFactory, continuum_start=start, continuum_now=now) for start, now in [(5, 1), (3, 3)]]
    return [grow(PracticePageFactory, title="Weinig over geweten", **unknown), *moves]


def is_leaf(factory):
    return not factory._meta.model.allowed_subpage_models()


def furnish():
    """A menu and a footer."""
    MunicipalityFactory(name="Genk")
    pages = [model.objects.get() for model in [PracticeIndexPage, EventIndexPage, VideoIndexPage]]
    links = [{"page": page, "external_url": "", "label": ""} for page in pages]
    settings = SiteSettings.load()
    settings.tagline, settings.owner, settings.contact = "Lokaal beleid.", "VVSG", PersonFactory(role="medewerker")
    settings.menu = [("link", link) for link in links]
    settings.call_to_action = [("link", {"page": None, "external_url": "/oproep/", "label": "Doe mee"})]
    settings.footer_columns = [("column", {"heading": "Ontdek", "links": links})]
    settings.legal_links = [("link", {"page": None, "external_url": "/zoeken/", "label": "Privacy"})]
    settings.save()
