import re

from cms.forms.widgets import Checklist


def render(count, ticked=()):
    return Checklist(choices=[(number, f"Keuze {number}") for number in range(count)]).render("keuzes", list(ticked))


def test_ticked_options_come_first():
    html = render(5, ticked=[3])
    assert re.findall(r"Keuze (\d)", html) == ["3", "0", "1", "2", "4"]
    assert re.search(r'value="3"[^>]* checked', html)


def test_a_short_list_needs_no_field_to_narrow_it():
    assert "data-checklist-filter" not in render(5)


def test_a_long_list_narrows_and_a_very_long_one_opens_with_what_is_ticked():
    assert 'placeholder="Typ om te kiezen uit 20"' in render(20)
    assert "data-only-ticked" not in render(20)
    assert "data-only-ticked" in render(60)


def test_names_are_escaped():
    html = Checklist(choices=[(1, "<b>Vet</b>")]).render("keuzes", [])
    assert "&lt;b&gt;Vet" in html
