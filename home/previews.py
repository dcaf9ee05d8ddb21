"""One page in `make dev` with each component and each block, filled with an example. It is not in production."""

import datetime
import re
from types import SimpleNamespace as Example

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import path
from django.utils.html import format_html, format_html_join

from cms.blocks import body_blocks
from cms.embeds import parse_video_url
from practices.drawings import (
    ContinuumPositions,
    MappedPractice,
    card_mark,
    field,
    map_dots,
    plate_marks,
    poster,
    timeline,
)
from practices.models import ContinuumStep
from practices.places.reference import flanders

TEMPLATES = settings.BASE_DIR / "templates"
LINK = {"url": "#", "text": "Alle praktijken"}
TEXT = "Bewoners en bestuur beslissen samen over het budget van hun wijk."
MOVES = [ContinuumPositions(2, 3, 4), ContinuumPositions(1, 1, 3), ContinuumPositions(None, None, None)]


class ExampleForm(forms.Form):
    naam = forms.CharField(label="Uw naam", help_text="Zoals u ze wilt lezen.")
    bericht = forms.CharField(label="Bericht", required=False, widget=forms.Textarea)
    kom = forms.ChoiceField(label="Komt u?", choices=[("ja", "Ja"), ("nee", "Nee")], widget=forms.RadioSelect)
    akkoord = forms.BooleanField(label="Ik ga akkoord.")


def practice():
    return Example(
        pk=0,
        title="Wijkbudget",
        summary=TEXT,
        place_names="Genk",
        years="2019–2024",
        positions=MOVES[0],
        is_provisional=True,
        is_example=True,
        shown_instruments=[Example(name="Burgerbudget")],
        shown_themes=[Example(name="Wonen")],
    )


def milestones():
    day = datetime.date(2024, 3, 1)
    return [
        Example(when="maart 2024", date=day, is_key=True, title="Oproep", text="Vijf gemeenten doen mee."),
        Example(when="mei 2025", date=day.replace(2025, 5), is_key=False, title="Tussentijds", text=""),
        Example(when="later", date=None, is_key=False, title="Besluit", text="Nog te bepalen."),
    ]


def examples() -> dict[str, list[dict]]:
    """What each component is shown with, once or more often."""
    drawing = field(MOVES)
    form = ExampleForm({"bericht": "Dag"})
    film = parse_video_url("https://www.youtube.com/watch?v=AAAAAAAAAAA")
    genk = MappedPractice("Genk", 50.96, 5.5, "Wijkbudget", 4)
    moments = [("Bij de start", 2, "Raadplegen"), ("Nu", 0, "onbekend")]
    document = {"url": "#", "title": "Modelreglement", "note": "pdf, 180 kB"}
    rows = list(zip(ContinuumStep, drawing.table.rows, strict=True))
    start = datetime.datetime(2030, 3, 1, 14, tzinfo=datetime.UTC)
    return {
        "button": [LINK],
        "more_link": [LINK],
        "example_label": [{}],
        "status": [
            {"text": "lopend", "fill": "on"},
            {"text": "in voorbereiding", "fill": "half"},
            {"text": "afgerond"},
        ],
        "step": [{"number": step.value, "name": step.label} for step in ContinuumStep],
        "notice": [
            {"title": "De inschrijvingen zijn gesloten.", "text": TEXT},
            {"title": "Dit lukte niet.", "icon": "circle-alert"},
        ],
        "quote": [{"text": "Van elkaar leren.", "source": "Voorbeeldnaam, Genk"}],
        "figures": [
            {"figures": [{"value": "46", "label": "voorstellen"}, {"value": "€ 1,3 miljoen", "label": "budget"}]}
        ],
        "person": [{"person": {"name": "Voorbeeldpersoon", "role": "ambtenaar", "email": "naam@example.org"}}],
        "speakers": [{"speakers": [{"name": "Voorbeeldpersoon", "role": "begeleiding"}, {"name": "Nog iemand"}]}],
        "fact": [{"label": "Waar", "value": "Gemeentehuis", "note": "eerste verdieping"}],
        "date_block": [
            {"start": start, "hours": "14u–18u"},
            {"start": start, "is_off": True},
            {"words": "voorjaar 2030"},
        ],
        "document_list": [{"documents": [document, document]}],
        "card": [{"url": "#", "practice": practice(), "heading_level": 3}],
        "page_card": [{"url": "#", "title": "Over het labo", "summary": TEXT, "heading_level": 3}],
        "topics": [{"topics": [Example(name="participatie", get_absolute_url="#")]}],
        "index_head": [{"page": {"title": "Praktijken", "summary": TEXT, "is_example": True}}],
        "pager": [{"page": Paginator(range(90), 10).page(3), "query": ""}],
        "search_box": [{"action": "#", "label": "Zoek in de praktijken", "placeholder": "burgerbudget"}],
        "field": [{"field": bound} for bound in form],
        "error_summary": [
            {"title": "Kijk dit nog na", "problems": [{"text": "Vul uw naam in.", "field_id": "id_naam"}], "level": 3}
        ],
        "guard": [{"guard": {"TRAP": "website", "TOKEN": "formulier"}}],
        "timeline": [{"timeline": timeline(milestones(), until=datetime.date(2025, 12, 1))}],
        "map": [{"provinces": flanders()["provinces"], "dots": map_dots([genk]), "label": "Kaart van Vlaanderen"}],
        "video": [{"title": "Een film", "player": film, "drawing": poster(MOVES)}],
        "unknown_mark": [{}],
        "continuum/mark": [{"mark": card_mark(positions)} for positions in MOVES],
        "continuum/position": [{"positions": MOVES[0], "step_now": ContinuumStep(4), "is_provisional": True}],
        "continuum/plate": [{"marks": plate_marks(MOVES[0]), "steps": ContinuumStep, "moments": moments}],
        "continuum/field": [{"field": drawing, "steps": ContinuumStep, "rows": rows, "is_provisional": True}],
    }


#: What stands around these on a page.
AROUND = {"card": ("ul", "grid"), "page_card": ("ul", "grid"), "fact": ("dl", "facts")}
#: These reach from edge to edge and bring their own margins.
WIDE = {"topics", "index_head", "continuum/plate", "continuum/field"}


def _shown(name: str, contexts: list[dict], request: HttpRequest) -> dict:
    file = f"components/{name}.html"
    html = format_html_join("\n", "{}", [[render_to_string(file, context, request)] for context in contexts])
    if name in AROUND:
        tag, css_class = AROUND[name]
        html = format_html('<{} class="{}">{}</{}>', tag, css_class, html, tag)
    comment = re.match(r"{% comment %}(.*?){% endcomment %}", (TEMPLATES / file).read_text(), re.DOTALL)
    return {
        "name": name,
        "takes": comment[1] if comment else "",
        "html": html,
        "is_wide": name in WIDE,
    }


def previews(request: HttpRequest) -> HttpResponse:
    blocks = [block.bind(block.get_preview_value()) for _name, block in body_blocks()]
    components = [_shown(name, contexts, request) for name, contexts in examples().items()]
    return render(request, "home/previews.html", {"components": components, "blocks": blocks})


urlpatterns = [path("onderdelen/", previews)]
