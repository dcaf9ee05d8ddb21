"""Loads the demo site through the models' own interface: one function per subject, in the order of the links."""

from datetime import datetime
from itertools import chain

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from cms.models import Person, SiteSettings
from events.models import AgendaItem, EventIndexPage, EventPage, EventSpeaker
from home.demo import pictures, template_docx
from home.demo.content import day_ahead, read
from home.demo.editors import create_editors
from home.demo.files import store_document, store_picture
from home.demo.publishing import check_blocks, chosen, common, ordered, publish, publish_index
from home.demo.references import References
from home.models import CallIndexPage, CallPage, FeaturedPractice, HomePage, StandardPage
from practices.models import (
    ExperimentLineIndexPage,
    ExperimentLinePage,
    ExperimentMilestone,
    ExperimentParticipant,
    Instrument,
    Municipality,
    PracticeAdoption,
    PracticeFigure,
    PracticeIndexPage,
    PracticeLesson,
    PracticePage,
    PracticeSource,
    Theme,
    VideoIndexPage,
    VideoPage,
)
from practices.models.experiments import ExperimentPractice
from practices.models.facts import HEADINGS
from practices.models.profile import PROFILE
from practices.places.reference import flanders, project
from practices.places.services import load_municipalities


def may_load():
    """Whether nobody, loader or editor, has worked on this site yet.

    A home page that was ever published keeps its revision, even when an editor deletes all other pages.
    """
    home = HomePage.objects.first()
    return home is not None and home.latest_revision_id is None and not home.get_children().exists()


def load(progress):
    """Fill an empty site: all of it or nothing, index included. Returns False when the site is not empty.

    ``progress`` is called with a line of text before every step.
    """
    if not may_load():
        return False
    progress("Drawing the pictures")
    drawn = draw_pictures()
    with transaction.atomic():
        home = HomePage.objects.select_for_update().get()
        if not may_load():  # somebody else was first
            return False
        references = References(home)
        for title, step in [
            ("Storing the municipalities", add_municipalities),
            ("Storing the pictures", lambda references: add_pictures(references, drawn)),
            ("Storing the people", add_people),
            ("Publishing the practices", add_practices),
            ("Publishing the experiment lines", add_experiment_lines),
            ("Publishing the events", add_events),
            ("Publishing the videos", add_videos),
            ("Publishing the story of the Labo", lambda references: add_standard_pages(references, "labo")),
            ("Publishing the call", add_call),
            ("Publishing the practical pages", lambda references: add_standard_pages(references, "practical")),
            ("Publishing the home page", add_home),
            ("Building the search index", build_index),
            ("Adding the demo editors", lambda references: create_editors()),
        ]:
            progress(title)
            step(references)
        progress("Saving everything")
    return True


def draw_pictures():
    practices = read("practices")["practice"]
    return [
        *pictures.site_pictures(practices),
        *(pictures.practice_picture(row, place_in_flanders(row["municipalities"][0])) for row in practices),
    ]


def place_in_flanders(name):
    """Where a municipality lies on the map, from (0, 0) in the north-west to (1, 1) in the south-east."""
    row = next(row for row in flanders()["municipalities"] if row["name"] == name)
    _, _, width, height = map(float, flanders()["viewbox"].split())
    x, y = project(row["lat"], row["lon"])
    return x / width, y / height


def add_municipalities(references):
    load_municipalities()
    for size, names in read("size_classes").items():
        Municipality.objects.filter(name__in=names, size_class=None).update(size_class=size)


def add_pictures(references, drawn):
    references.pictures = {picture.key: store_picture(picture) for picture in drawn}


def add_people(references):
    for key, row in read("site")["people"].items():
        references.people[key] = Person.objects.create(**row)


def add_practices(references):
    rows = read("practices")["practice"]
    themes, instruments = vocabulary(Theme, rows, "themes"), vocabulary(Instrument, rows, "instruments")
    index = publish_index(references, PracticeIndexPage, read("site")["practice_index"])
    for row in rows:
        start, during, now = row.get("continuum", [None, None, None])
        page = PracticePage(
            **common(references, row),
            **chosen(
                row,
                *("status", "status_note", "start_year", "end_year", "years_note"),
                *("budget", "budget_note", "participants", "participants_note"),
                *PROFILE,
            ),
            **{heading: references.rich_text(row.get(heading, "")) for heading in HEADINGS},
            continuum_start=start,
            continuum_during=during,
            continuum_now=now,
            listing_image=references.pictures[row["slug"]],
            figures=ordered(PracticeFigure, row.get("figures", [])),
            lessons=ordered(PracticeLesson, row.get("lessons", [])),
            adoptions=ordered(
                PracticeAdoption, [{"origin": practice(references, slug)} for slug in row.get("adopted_from", [])]
            ),
            sources=ordered(PracticeSource, [{"reference": reference} for reference in row["sources"]]),
        )
        page.municipalities = Municipality.objects.filter(name__in=row["municipalities"])
        page.themes = [themes[name] for name in row["themes"]]
        page.instruments = [instruments[name] for name in row["instruments"]]
        publish(index, page, row)


def vocabulary(model, rows, key):
    """The words that the rows use, each stored once, by name."""
    names = dict.fromkeys(chain.from_iterable(row[key] for row in rows))
    return {name: model.objects.get_or_create(name=name, defaults={"slug": slugify(name)})[0] for name in names}


def add_experiment_lines(references):
    content = read("experiments")
    index = publish_index(references, ExperimentLineIndexPage, content["index"])
    for row in content["line"]:
        line = ExperimentLinePage(
            **common(references, row),
            **chosen(row, "status", "status_note", "start_year", "participants_intro"),
            question=references.rich_text(row["question"]),
            aside=references.rich_text(row["aside"]),
            body=references.blocks(row["body"]),
            participants=ordered(ExperimentParticipant, [participant(references, one) for one in row["participants"]]),
            milestones=ordered(ExperimentMilestone, row["milestones"]),
            related_practices=ordered(
                ExperimentPractice, [{"practice": practice(references, slug)} for slug in row["related_practices"]]
            ),
        )
        publish(index, line, row)


def participant(references, row):
    return {
        "municipality": Municipality.objects.get(name=row["municipality"]),
        "text": row["text"],
        "practice": practice(references, row["practice"]) if "practice" in row else None,
    }


def practice(references, slug):
    return references.page(f"/praktijken/{slug}/")


def add_events(references):
    content = read("events")
    index = publish_index(references, EventIndexPage, content["index"])
    for row in content["event"]:
        host = row.get("host_municipality")
        event = EventPage(
            **common(references, row),
            **chosen(row, "kind_of_event", "expected_month", "time_note", "venue", "audience"),
            **hours(row),
            host_municipality=Municipality.objects.get(name=host) if host else None,
            intro=references.rich_text(row["intro"]),
            contact=references.people.get(row.get("contact")),
            speakers=ordered(EventSpeaker, row.get("speakers", [])),
            agenda_items=ordered(AgendaItem, row.get("agenda_items", [])),
        )
        event.practices = [practice(references, slug) for slug in row.get("practices", [])]
        event.experiment_lines = [
            references.page(f"/experimentlijnen/{slug}/") for slug in row.get("experiment_lines", [])
        ]
        publish(index, event, row)


def hours(row):
    """Start and end: as written, on a day some weeks from now, or not known."""
    if "weeks_ahead" in row:
        day = day_ahead(row["weeks_ahead"], row["weekday"], timezone.localdate())
        moments = [datetime.combine(day, row["start_time"]), datetime.combine(day, row["end_time"])]
    elif "start" in row:
        moments = [row["start"], row["end"]]
    else:
        return {}
    return dict(zip(["start", "end"], map(timezone.make_aware, moments), strict=True))


def add_videos(references):
    content = read("videos")
    index = publish_index(references, VideoIndexPage, content["index"])
    for row in content["video"]:
        video = VideoPage(
            **common(references, row),
            **chosen(row, "video_url"),
            poster=references.pictures[row["picture"]],
            transcript=references.rich_text(row["transcript"]),
        )
        publish(index, video, row)


def add_standard_pages(references, name):
    for row in read(name)["page"]:
        parent = references.home if row["parent"] == "/" else references.page(row["parent"])
        page = StandardPage(
            **common(references, row), body=references.blocks(row["body"]), show_in_menus=row["parent"] != "/"
        )
        publish(parent, page, row)


def add_call(references):
    content = read("call")
    index = publish_index(references, CallIndexPage, content["index"])
    for row in content["call"]:
        document = store_document(
            template_docx.TITLE, template_docx.FILENAME, template_docx.candidacy_template(row["conditions"])
        )
        lists = ["conditions", "benefits_participant", "benefits_organisation", "benefits_society"]
        call = CallPage(
            **common(references, row),
            **{name: references.bullets(row[name]) for name in lists},
            intro=references.rich_text(row["intro"]),
            deadline=row["deadline"],
            template_document=document,
            contact=references.people[row["contact"]],
            body=references.blocks(row["body"]),
        )
        publish(index, call, row)


def add_home(references):
    content = read("site")
    row, home = content["home"], references.home
    home.refresh_from_db()  # its number of children grew
    for name in ["title", "summary", "hero_title", "hero_highlight", "lead", "find_text", "join_text"]:
        setattr(home, name, row[name])
    for name in ["story_page", "experiment_line", "call", "video"]:
        setattr(home, name, references.page(row[name]))
    home.listing_image = references.pictures[row["picture"]]
    home.quick_links = references.blocks({"link": link} for link in row["quick_links"])
    home.body = references.blocks(row["body"])
    home.featured_practices = ordered(
        FeaturedPractice, [{"practice": practice(references, slug)} for slug in row["featured_practices"]]
    )
    check_blocks(home)
    home.save_revision().publish()
    add_settings(references, content["settings"])


def add_settings(references, row):
    settings = SiteSettings.load()
    settings.tagline, settings.owner = row["tagline"], row["owner"]
    settings.contact = references.people[row["contact"]]
    settings.share_image = references.pictures[row["share_image"]]
    for name in ["menu", "call_to_action", "legal_links"]:
        setattr(settings, name, references.blocks({"link": link} for link in row[name]))
    settings.footer_columns = references.blocks({"column": column} for column in row["footer_columns"])
    check_blocks(settings)
    settings.full_clean()
    settings.save()


def build_index(references):
    """Index everything once more inside the transaction; what Wagtail does after the commit could be interrupted."""
    call_command("wagtail_update_index", verbosity=0)
