"""The house rules hold, and a type or block that breaks one is named."""

import pytest
from django.core import checks as django_checks
from wagtail import blocks
from wagtail.contrib.routable_page.models import path

from cms import checks
from home.models import StandardPage
from practices.models import PracticePage


def test_the_house_keeps_its_own_rules():
    assert django_checks.run_checks() == []


def ids(warnings):
    return {warning.id for warning in warnings}


@pytest.mark.parametrize(
    ("name", "value", "rule"),
    [
        ("search_fields", [], "labo.W003"),
        ("template", "home/bestaat_niet.html", "labo.W004"),
        ("template", "home/StandardPage.html", "labo.W004"),
    ],
)
def test_a_page_type_that_breaks_a_rule_is_named(monkeypatch, name, value, rule):
    monkeypatch.setattr(StandardPage, name, value)
    warnings = checks.check_page_types(None)
    assert ids(warnings) == {rule}
    assert {warning.obj for warning in warnings} == {StandardPage}


@pytest.mark.parametrize("name", ["parent_page_types", "subpage_types"])
def test_a_page_type_says_where_it_may_stand(monkeypatch, name):
    monkeypatch.delattr(PracticePage, name)
    assert ids(checks.check_page_types(None)) == {"labo.W002"}


def test_an_address_that_could_be_any_slug_is_named(monkeypatch):
    def route(self, request, place):
        pass

    monkeypatch.setattr(StandardPage, "place_route", path("<slug:place>/")(route), raising=False)
    assert ids(checks.check_routes(None)) == {"labo.W021"}


class GoodBlock(blocks.CharBlock):
    class Meta:
        icon = "title"
        group = "Text"
        description = "Starts a part."
        template = "blocks/heading.html"


class BareBlock(blocks.CharBlock):
    pass


def mistakes(*children):
    stream = blocks.StreamBlock([(str(number), child) for number, child in enumerate(children)])
    return [(code, block.__name__) for code, block, _message in checks._mistakes_of_stream(stream)]


def test_good_blocks_pass():
    assert mistakes(GoodBlock(), GoodBlock()) == []


def test_a_block_in_a_menu_says_what_it_is():
    assert mistakes(GoodBlock(), BareBlock()) == [
        ("W012", "BareBlock"),
        ("W012", "BareBlock"),
        ("W012", "BareBlock"),
        ("W013", "BareBlock"),
    ]


def test_the_only_block_of_a_stream_needs_no_menu():
    assert mistakes(BareBlock()) == []


def test_deep_streams_are_refused():
    def list_of(block):
        return blocks.ListBlock(block)

    assert mistakes(list_of(list_of(blocks.CharBlock()))) == []
    assert mistakes(list_of(list_of(list_of(blocks.CharBlock())))) == [("W011", "ListBlock")]
    struct = blocks.StructBlock([("rows", list_of(list_of(blocks.CharBlock())))])
    assert mistakes(struct) == [("W011", "StructBlock")]
