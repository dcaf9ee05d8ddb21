"""The words of the field that a new site starts with."""

from importlib import import_module

import pytest
from django.apps import apps

from search.engine.models import SynonymGroup

pytestmark = pytest.mark.django_db


def test_migrating_back_and_forth_leaves_each_group_once():
    SynonymGroup.objects.filter(phrases="Krottegem").delete()
    SynonymGroup.objects.create(phrases="zeepaardje\nzeepaard")
    before = set(SynonymGroup.objects.values_list("phrases", "leads_to"))
    import_module("search.migrations.0003_synonyms").load_synonyms(apps, None)
    after = list(SynonymGroup.objects.values_list("phrases", "leads_to"))
    assert sorted(after) == sorted(before | {("Krottegem", "Roeselare")})
