"""What the demo site says, and that loading it never touches a site somebody worked on."""

import datetime
import io
import json
import re
import stat

import pytest
from django.conf import settings
from django.core import mail
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from django.utils import timezone
from django.utils.html import strip_tags
from docx import Document
from wagtail.models import Page

from cms.models import Person, SiteDocument, SiteImage, SiteSettings, Topic, User
from events.models import EventPage
from home.demo import pictures, template_docx
from home.demo.content import day_ahead, read
from home.demo.editors import logins_path
from home.models import CallPage, HomePage, StandardPage
from practices.models import ExperimentLinePage, Municipality, PracticeIndexPage, PracticePage, VideoPage
from practices.models.facts import HEADINGS

# What the sources say about each practice; every figure must be on its page.
FACTS = {
    "wijkbudget-gent": [
        "6,25 miljoen",
        "25 wijken",
        "11 wijken",
        "250",
        "56",
        "14 wijken",
        "3,85 miljoen",
        "twee jaar",
    ],
    "burgerbudget-gent": ["1310000", "261", "30 procent", "70 procent", "dialoogkamer", "5 mei 2017", "maart 2018"],
    "leefstraten-gent": ["2013", "2017", "51", "30", "2018", "Lab van Troje", "leefstraat.be"],
    "clt-meulestede": ["34", "2017", "2024", "aangekondigd", "gemeenschappelijk", "sogent.be", "cltgent.be"],
    "burgerbudget-kortrijk": ["100000", "16 jaar", "minstens vier", "46", "178", "50 keer", "acht", "februari 2022"],
    "digitaal-referendum-kortrijk": ["10.000", "2.000", "2019?", "2021", "autoloze zondagen", "oktober 2021"],
    "groenonderhoud-hasselt": ["0,07 euro", "zes beurten", "6", "7", "17", "2019", "2020", "2021", "tien jaar"],
    "sportinfrastructuur-hasselt": ["2024", "ontmoetingscentrum", "18 april 2024", "nog niet bekend"],
    "mobiliteit-bedrijventerrein-wevelgem": ["2024", "wegenwerken", "18 april 2024", "nog niet bekend"],
    "burgerpanel-mechelen": ["5.000", "447", "27", "84", "actieplan", "corona", "2019", "2022"],
    "leuven-maak-het-mee": ["2.104", "2.555", "28.000", "2019", "inspraakfestival", "juni 2019"],
    "kom-op-voor-je-wijk-leuven": ["ca. 2000", "2000000", "2020–2025", "60", "twintig jaar", "december 2019"],
    "burgerbegroting-antwerpen": ["10 procent", "1,1", "1,4 miljoen", "2014", "2019", "87", "2022"],
    "burgerbudget-genk": ["14 jaar", "5.000", "100.000", "drie thema", "72", "2021", "klankbordgroep"],
    "wijkbudget-genk": ["vijf bewoners", "vijf verschillende adressen", "2.500", "binnen een jaar", "doorlopend"],
    "burgerbegroting-groenpark-meiboom": ["3.000", "100.000", "105", "80", "34", "11", "2021", "2022"],
    "wijkprikkels-oostende": ["120.000", "acht wijken", "wijkjury", "2019", "citizenlab.co"],
    "kom-uit-je-schelp-oostende": ["12.306", "vier stadslabs", "16", "verkiezingen", "2016", "2017", "2018–2024"],
    "burgerbudget-halle": ["200.000", "27", "115", "21", "867", "8", "2022", "2024", "3 februari 2023"],
    "burgerbudget-dendermonde": ["30.000", "60", "800", "12", "4", "2020", "2022", "10 tot 18 jaar", "juli 2022"],
    "burgerbudget-ichtegem": ["15.000", "5.000", "3", "babbelbanken", "fitnesstoestellen", "picknicktafels", "2021"],
    "burgerbudget-themas-diepenbeek": ["drie van", "tien thema", "participatieavond", "2022"],
    "burgerbudget-haaltert": ["10.000", "jaarlijks", "jury", "voert het ook zelf uit"],
    "burgerbegroting-oud-heverlee": ["jaar niet gekend", "onderhouden", "technisch advies"],
}

STORY = [
    "Drie jaar lang",
    "laboratoria van burgerparticipatie",
    "Bart Somers",
    "Trui Steen",
    "KU Leuven",
    "burgers, ondernemers, middenveld en kennisinstellingen",
    "tien lokale besturen en vijf experts",
    "Karolien Dezeure",
    "Huis Madou",
    "Intervisie van vier praktijken, waarvan twee met een werkbezoek",
    "analysekader",
    "analyserapport",
    "aanzet tot experimentlijnen",
    "drie experimentlijnen",
    "participatieknoop",
    "studiebezoek",
    "Trefdag",
    "VVSG-ledenvergadering",
    "kennisnetwerk",
    "opnieuw samengesteld",
    "vijf data bekend",
    "Wevelgem, Hasselt, Mechelen en Oud-Turnhout",
    "18 april 2024",
    "11 maart 2021",
    "De Groof, Van Hoof en Steen",
    "Departement Kanselarij en Bestuur",
    "vijf projecten",
    "kenniscentrumvlaamsesteden.be",
    "mon-dea",
    "drie lokale besturen",
]


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demo site, loaded once for this module and rolled back at its end."""
    var = tmp_path_factory.mktemp("var")
    with (
        override_settings(VAR_DIR=var, MEDIA_ROOT=str(var / "media")),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        call_command("load_demo", stdout=io.StringIO())
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _demo(demo, db):
    """Every test here starts from the freshly loaded demo."""


def text_of(practice):
    """All that the page says, without markup."""
    parts = [
        *(practice.title, practice.summary, practice.years, practice.status_note),
        *(practice.budget, practice.budget_note, practice.participants, practice.participants_note),
        *(getattr(practice, heading) for heading in HEADINGS),
        *(f"{figure.value} {figure.label}" for figure in practice.figures.all()),
        *(source.reference for source in practice.sources.all()),
    ]
    return " ".join(strip_tags(str(part)) for part in parts if part is not None)


def written(body):
    """Everything an editor would find in a field of blocks."""
    return json.dumps(list(body.raw_data), ensure_ascii=False).replace('\\"', '"')


def snapshot():
    """Everything a second run could change."""
    return {
        "pages": list(Page.objects.order_by("pk").values_list("pk", "title", "latest_revision_id")),
        "images": list(SiteImage.objects.values_list("pk", "file")),
        "documents": list(SiteDocument.objects.values_list("pk", "file")),
        "people": list(Person.objects.values_list("pk", "name")),
        "users": list(User.objects.values_list("pk", "password")),
        "menu": SiteSettings.load().menu.get_prep_value(),
        "logins": logins_path().read_text(),
    }


def load_again():
    output = io.StringIO()
    call_command("load_demo", stdout=output)
    return output.getvalue()


# What the site says


def test_the_inventory_has_the_24_practices_and_each_names_place_and_source():
    practices = PracticePage.objects.live()
    assert {practice.slug for practice in practices} == FACTS.keys()
    for practice in practices:
        assert practice.summary and len(practice.summary) <= 200
        assert practice.municipalities.exists() and practice.themes.exists() and practice.instruments.exists()
        assert practice.sources.exists()
        assert 2 <= practice.topics.count() <= 4


@pytest.mark.parametrize("slug", FACTS)
def test_a_practice_shows_every_fact_of_its_sources(slug):
    text = text_of(PracticePage.objects.get(slug=slug))
    digits = text.replace(".", "")
    missing = [fact for fact in FACTS[slug] if fact not in text and fact.replace(".", "") not in digits]
    assert missing == []


def test_positions_are_provisional_and_unknown_for_the_announced_experiments():
    unknown = PracticePage.objects.filter(continuum_now=None).values_list("slug", flat=True)
    assert set(unknown) == {"sportinfrastructuur-hasselt", "mobiliteit-bedrijventerrein-wevelgem"}
    assert not PracticePage.objects.exclude(continuum_confirmed_on=None).exists()
    assert not PracticePage.objects.exclude(continuum_now=None).filter(continuum_start=None).exists()


def test_the_profile_says_only_what_the_sources_say():
    drawn_by_lot = PracticePage.objects.filter(recruitment="loting").values_list("slug", flat=True)
    assert list(drawn_by_lot) == ["burgerpanel-mechelen"]
    assert not PracticePage.objects.exclude(government_role="").exists()
    wevelgem = PracticePage.objects.get(slug="mobiliteit-bedrijventerrein-wevelgem")
    assert not wevelgem.profile and not wevelgem.partners


def test_the_lessons_of_hasselt_led_to_its_next_experiment():
    hasselt = PracticePage.objects.get(slug="groenonderhoud-hasselt")
    assert [lesson.parts[0] for group in hasselt.lesson_groups for lesson in group.lessons] == [
        *("Maak de taak duidelijk.", "Bevraag en stuur bij.", "Breid uit als het werkt."),
    ]
    assert [practice.slug for practice in hasselt.adopted_by.all()] == ["sportinfrastructuur-hasselt"]


def test_nobody_chose_a_licence_for_vvsg():
    assert PracticeIndexPage.objects.get().licence == ""


def test_the_size_of_the_municipalities_named_in_the_sources_is_known():
    sizes = dict(Municipality.objects.exclude(size_class=None).values_list("name", "size_class"))
    assert len(sizes) == 17
    assert (sizes["Gent"], sizes["Hasselt"], sizes["Halle"], sizes["Oud-Turnhout"]) == ("XL", "L", "M", "S")


def test_the_five_meetings_of_2020_stand_in_the_archive_and_december_has_no_day():
    past = EventPage.objects.past()
    dated = [(event.local_start, event.local_end) for event in past if event.start]
    assert [start.strftime("%a %d/%m/%Y %H") + end.strftime("–%H") for start, end in dated] == [
        "Tue 17/11/2020 10–16",
        "Mon 19/10/2020 14–18",
        "Tue 15/09/2020 10–16",
        "Tue 16/06/2020 12–16",
    ]
    [december] = [event for event in past if not event.start]
    assert (december.month_label, december.hours) == ("december 2020", "10u–16u")
    assert past.get(slug="labo-oktober-2020").place == "Kortrijk"
    assert not past.filter(is_example=True).exists()


def test_one_dated_and_one_undated_event_are_to_come_and_are_marked_as_examples():
    upcoming = EventPage.objects.upcoming()
    assert [bool(event.start) for event in upcoming] == [True, False]
    assert all(event.is_example and event.title.startswith("Voorbeeld") for event in upcoming)
    weeks = (upcoming[0].start - timezone.now()).days / 7
    assert 5 < weeks < 8
    assert upcoming[0].local_start.weekday() == 1
    assert upcoming[0].agenda_items.count() == 6


@pytest.mark.parametrize("day", [datetime.date(2024, 2, 28), datetime.date(2024, 12, 31), datetime.date(2025, 3, 4)])
def test_the_example_falls_on_its_weekday_whenever_the_demo_is_loaded(day):
    found = day_ahead(6, "tuesday", day)
    assert found.weekday() == 1
    assert datetime.timedelta(weeks=6) <= found - day < datetime.timedelta(weeks=7)


def test_right_to_challenge_has_four_municipalities_and_says_what_is_not_known():
    line = ExperimentLinePage.objects.get()
    texts = {participant.municipality.name: participant.text for participant in line.participants.all()}
    assert list(texts) == ["Hasselt", "Wevelgem", "Mechelen", "Oud-Turnhout"]
    not_known = "Neemt deel. Wat het experiment inhoudt, staat niet in de bronnen."
    assert texts["Mechelen"] == texts["Oud-Turnhout"] == not_known
    assert [milestone.when for milestone in line.milestones.all()] == [
        *("februari 2020", "december 2020", "2021", "september 2022", "18 april 2024", "Later"),
    ]
    assert line.status_note == "uitkomst onbekend"
    assert {topic.name for topic in line.topics.all()} >= {"right to challenge"}


def test_the_call_has_its_conditions_benefits_deadline_and_template():
    call = CallPage.objects.get()
    counts = [html.count("<li>") for html in [call.conditions, *(html for _, html in call.benefits)]]
    assert counts == [4, 5, 3, 2]
    assert call.deadline == datetime.date(2020, 3, 1)
    assert not call.is_open
    assert "zes keer per jaar" in call.conditions
    assert call.contact.email == "joke.vanreppelen@vvsg.be"


def test_the_template_opens_in_word_and_says_who_made_it():
    file = CallPage.objects.get().template_document.file
    document = Document(file)
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert template_docx.NOTICE in text
    assert "Je kan je zes keer per jaar engageren in het Labo." in text
    questions = [row.cells[0].text for table in document.tables for row in table.rows]
    assert {"Naam", "Bestuur of organisatie", "Je eigen rol"} <= set(questions)
    assert document.element.xml.count("<w:sdt>") == len(questions)


def test_the_story_of_the_labo_is_complete():
    story = StandardPage.objects.filter(url_path__startswith="/home/labo/")
    text = " ".join(f"{page.title} {page.summary} {strip_tags(written(page.body))}" for page in story)
    assert [fact for fact in STORY if fact.casefold() not in text.casefold()] == []


def test_the_contact_of_the_site_can_be_mailed_and_called():
    contact = SiteSettings.load().contact
    assert (contact.name, contact.email, contact.phone_url) == (
        *("Joke Vanreppelen", "joke.vanreppelen@vvsg.be", "tel:+32498533923"),
    )


def test_the_home_page_opens_with_the_subtitle_and_the_marked_word():
    home = HomePage.objects.get()
    assert home.hero_title_parts == ("Lokaal beleid via ", "coproductie", " en burgerinitiatief")
    assert [practice.slug for practice in home.featured] == [
        *("leefstraten-gent", "groenonderhoud-hasselt", "clt-meulestede"),
    ]
    assert home.call and home.experiment_line and home.video and home.story_page


def test_the_two_videos_say_that_they_are_examples():
    videos = VideoPage.objects.all()
    assert len(videos) == 2
    for video in videos:
        assert video.is_example and video.title.startswith("Voorbeeldvideo")
        assert "Dit is een voorbeeld" in video.transcript
        assert video.player is not None
        assert video.poster.description


@pytest.mark.parametrize("slug", ["contact", "privacyverklaring", "toegankelijkheidsverklaring"])
def test_what_only_vvsg_can_fill_in_is_marked(slug):
    page = StandardPage.objects.get(slug=slug)
    assert "todo" in [block.value["kind"] for block in page.body if block.block_type == "callout"]
    assert "[in te vullen door VVSG:" in written(page.body)


def test_menu_button_and_footer_lead_to_live_pages():
    site = SiteSettings.load()
    links = [block.value for block in [*site.menu, *site.call_to_action, *site.legal_links]]
    links += [link for column in site.footer_columns for link in column.value["links"]]
    assert len(links) == 16
    assert all(link.url and link.title for link in links)


def test_links_inside_texts_lead_to_live_pages():
    html = " ".join(written(page.body) for page in StandardPage.objects.all())
    html += " ".join(written(page.body) + page.intro for page in CallPage.objects.all())
    linked = {int(number) for number in re.findall(r'linktype="page" id="(\d+)"', html)}
    assert len(linked) > 10
    assert Page.objects.live().filter(pk__in=linked).count() == len(linked)
    assert "page:/" not in html


def test_often_searched_topics_exist():
    for block in HomePage.objects.get().quick_links:
        slug = block.value["external_url"].strip("/").rpartition("/")[2]
        assert Topic.objects.with_live_pages().filter(slug=slug).exists()


def test_every_picture_is_stored_under_its_own_name_and_described():
    images = SiteImage.objects.all()
    assert len(images) == 24 + 7
    for image in images:
        assert len(image.description) > 40
        assert re.fullmatch(r"original_images/demo-[a-z-]+-[0-9a-f]{6}\.png", image.file.name)
        assert default_storage.exists(image.file.name)
        assert image.width >= 1200


def test_the_same_practice_is_always_drawn_the_same():
    row = read("practices")["practice"][0]
    assert pictures.practice_picture(row, (0.2, 0.4)) == pictures.practice_picture(row, (0.2, 0.4))


def test_the_site_can_be_searched_at_once():
    assert PracticePage.objects.get(slug="leefstraten-gent") in PracticePage.objects.search("autoluw")
    assert PracticePage.objects.get(slug="burgerpanel-mechelen") in PracticePage.objects.search("loting")


# Who can log in


@pytest.mark.parametrize(
    ("username", "group"),
    [("redacteur", "Redacteur"), ("hoofdredacteur", "Hoofdredacteur"), ("agendabeheerder", "Agendabeheerder")],
)
def test_a_demo_editor_has_the_rights_of_one_group_and_the_password_of_the_file(username, group):
    user = User.objects.get(username=username)
    passwords = dict(line.split() for line in logins_path().read_text().splitlines())
    assert user.check_password(passwords[username])
    assert [found.name for found in user.groups.all()] == [group]
    assert not user.is_superuser


def test_submitting_a_page_mails_the_chief_editor():
    page = HomePage.objects.get().get_children().first().specific
    page.save_revision()
    page.get_workflow().start(page, User.objects.get(username="redacteur"))
    assert "hoofdredacteur@example.org" in {address for message in mail.outbox for address in message.recipients()}


def test_the_passwords_are_readable_by_the_owner_only_and_printed_at_every_run():
    assert stat.S_IMODE(logins_path().stat().st_mode) == 0o600
    assert [path.name for path in settings.VAR_DIR.iterdir() if "logins" in path.name] == ["demo-logins.txt"]
    assert logins_path().read_text() in load_again()


# Loading again


def test_a_second_run_changes_nothing():
    before = snapshot()
    assert "Already loaded" in load_again()
    assert snapshot() == before


def test_what_editors_changed_or_deleted_stays_so():
    practice = PracticePage.objects.get(slug="wijkbudget-gent")
    practice.title = "Wijkbudget, door een redacteur hernoemd"
    practice.save_revision().publish()
    PracticePage.objects.get(slug="leefstraten-gent").delete()
    User.objects.get(username="beheerder").delete()
    before = snapshot()
    load_again()
    assert snapshot() == before


def test_a_site_that_editors_emptied_stays_empty():
    for page in HomePage.objects.get().get_children():
        page.delete()
    load_again()
    assert not HomePage.objects.get().get_children().exists()
