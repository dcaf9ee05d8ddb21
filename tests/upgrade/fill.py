"""
Fills an empty site with one of everything that an upgrade must preserve.

It runs with the code of the commit that the dumps beside it come from, not with today's; README.md says how.
"""

import datetime
import uuid

import time_machine
from practices.exchange.reference import Reference
from practices.services import imported_rows, imports, upkeep
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import Workflow

from cms import outbox
from cms.models import SiteSettings
from events.models import Access, EventState, Reason
from events.services import attendance, changing, inviting, state
from events.services.registering import AnswerGiven
from home.models import HomePage
from practices.models import Instrument, Municipality, PracticePage, Theme
from search.models import SynonymGroup
from tests.events.coming import come, open_event, set_ledger
from tests.factories import (
    PersonFactory,
    PracticeIndexPageFactory,
    PracticePageFactory,
    StandardPageFactory,
    UserFactory,
)
from tests.factories.full import body, fill
from tests.practices import test_submission as submission
from tests.practices.sheets import xlsx
from tests.search.spooled import click_on, search_on

NOW = datetime.datetime(2026, 11, 30, 10, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)


def pages():
    StandardPageFactory(parent=HomePage.objects.get(), title="Over het labo", slug="over", body=body())
    gent = Municipality.objects.get(name="Gent")
    fill(PracticePageFactory(parent=index, title="Wijkraad Noord", slug="wijkraad-noord", municipalities=[gent]))
    draft = PracticePage.objects.get(slug="wijkraad-noord")
    draft.title, draft.objective = "Wijkraad Noord en Zuid", "<p>Alleen in het concept.</p>"
    draft.save_revision(user=editor)
    Redirect.objects.create(old_path="/oude-wijkraad", redirect_page=draft, is_permanent=True)
    Redirect.objects.create(old_path="/elders", redirect_link="https://example.org/elders")
    SynonymGroup.objects.create(phrases="wijkraad\nbuurtparlement")
    query = Query.objects.create(query_string="burgerbudget")
    SearchPromotion.objects.create(query=query, page=draft, description="Begin hier")
    settings = SiteSettings.load()
    settings.menu = [("link", {"label": "Praktijken", "page": index, "external_url": ""})]
    settings.save()


def registrations():
    """One in each state; of some the mail has left, of some it waits."""
    event = open_event(
        title="Labodag", slug="labodag", capacity=2, start=NOW + 9 * DAY, online_url="https://meet.test/x"
    )
    come(
        event,
        "An Peeters",
        organisation="Stad Gent",
        answers=(AnswerGiven(question=str(uuid.uuid4()), label="Met de trein?", value="Ja, tot Gent"),),
        diet="Vegetarisch",
    )
    bo = come(event, "Bo Baert")
    come(event, "Cas Claes")  # on the waiting list, until Bo cancels
    come(event, "Dirk Daems")
    changing.cancel(registration=bo, reason=Reason.SELF)
    held = open_event(title="Proefdag", slug="proefdag", start=NOW + 5 * DAY)
    come(held, "Eva Engels", asks_proof=True, is_verified=False)
    set_ledger(held, access=Access.INVITED)
    inviting.invite(event=held, addresses="Fee Faes <fee@example.org>", by=editor)
    off = open_event(title="Afgelaste dag", slug="afgelaste-dag", start=NOW + 20 * DAY)
    state.set_event_state(event=off, state=EventState.CANCELLED, note="De zaal is dicht.", by=editor)


def past_event():
    """Somebody came and somebody did not, so long ago that their data must soon be erased."""
    with time_machine.travel(NOW - 90 * DAY, tick=False):
        event = open_event(title="Voorbije dag", slug="voorbije-dag", start=NOW - 89 * DAY)
        gil, hanne = come(event, "Gil Goos"), come(event, "Hanne Hens")
        outbox.deliver_due()
    with time_machine.travel(NOW - 88 * DAY, tick=False):
        attendance.check_in(registration=gil, by=editor)
        attendance.mark_no_show(registration=hanne, by=editor)


def contacts():
    """A practice that was sent in, a contact who is asked whether a page is still true, and a correction."""
    Theme.objects.get_or_create(name="Wonen", slug="wonen")
    Instrument.objects.get_or_create(name="Loting", slug="loting")
    Workflow.objects.all().delete()
    assert submission.send().status_code == 302
    contact = PersonFactory(name="Ilse Ingels", email="ilse@example.org")
    old = PracticePageFactory(
        parent=index, title="Oude praktijk", slug="oude-praktijk", contact=contact, first_published_at=NOW - 730 * DAY
    )
    upkeep.suggest_correction(practice=PracticePage.objects.get(pk=old.pk), text="De wijkraad is gestopt.")
    upkeep.ask_contacts()


def half_an_import():
    """Of two rows one is on the site."""
    rows = xlsx(["titel", "gemeenten"], ["Dorpsbudget", "Gent"], ["Dorpsdebat", "Aalst"])
    batch = imports.propose(content=rows, file_name="praktijken.xlsx", by=editor)
    imports.start(batch=batch, by=editor)
    waiting = batch.rows.to_apply().order_by("number")
    imported_rows.apply_next(batch=batch, rows=waiting, reference=Reference(index, {}))
    assert waiting.count() == 1


def searches():
    for day in [27, 28, 29]:
        search_on(day, "burgerbudget", times=2)
    click_on(29, "burgerbudget", page=PracticePage.objects.get(slug="wijkraad-noord").pk)


with time_machine.travel(NOW, tick=False):
    editor = UserFactory(username="redactie", email="redactie@example.org", is_superuser=True)
    index = PracticeIndexPageFactory(parent=HomePage.objects.get(), slug="praktijken")
    pages()
    past_event()
    registrations()
    contacts()
    half_an_import()
    searches()
