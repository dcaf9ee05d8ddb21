"""From what a practice lacks to the field where an editor fills it in, by keyboard and across the tabs of the form."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from home import roles
from tests.factories import PracticePageFactory
from tests.factories.tree import grow

pytestmark = pytest.mark.browser


def test_each_lack_leads_to_its_field_on_whatever_tab(tab, home, member, log_in):
    practice = grow(PracticePageFactory, title="Wijkbudget")
    log_in(member(roles.EDITOR))
    tab.goto(reverse("wagtailadmin_pages:edit", args=[practice.pk]))
    tab.get_by_text("velden zijn nuttig").press("Enter")
    panel = tab.locator(".completeness")
    for lack, name, target in [
        ("Resultaat", "Praktijk", "#id_result-label"),
        ("Mate van invloed", "Profiel", "#id_influence-label"),
        ("Lessen", "Leren en delen", "#id_lessons-ADD"),
        ("Contact", "Beheer", "#id_contact-label"),
    ]:
        tab.get_by_role("tab", name="Praktijk").click()
        panel.get_by_role("link", name=lack, exact=True).press("Enter")
        expect(tab.get_by_role("tab", name=name)).to_have_attribute("aria-selected", "true")
        expect(tab.locator(target)).to_be_focused()
    assert tab.complaints == []
