"""Searching as a visitor, and reading what the page shows."""

import re
from html import unescape

from django.urls import reverse


def search(client, query="", **parameters):
    return client.get(reverse("search"), {"q": query, **parameters})


def titles(response):
    """The headings of the rows, without their marks."""
    rows = re.search(r'<ol class="hits".*?</ol>', response.text, re.DOTALL)
    headings = re.findall(r"<h3><a[^>]*>(.*?)</a></h3>", rows[0]) if rows else []
    return [re.sub(r"</?mark>", "", heading) for heading in headings]


def counts(response):
    """What the filter of kinds shows: "Alles" and each kind, with their numbers."""
    kinds = re.search(r'<nav class="facet".*?</nav>', response.text, re.DOTALL)
    return {name: number for name, (number, _address) in _values(kinds[0] if kinds else "").items()}


def facets(response):
    """The other filters by their names: of each value its number and where it leads."""
    blocks = re.findall(
        r'<details class="facet"[^>]*>\s*<summary>([^<]*?)\s*<(.*?)(?=<details class="facet"|<div>)',
        response.text,
        re.DOTALL,
    )
    return {name: _values(block) for name, block in blocks}


def _values(block):
    values = re.findall(r'<a href="([^"]*)"[^>]*>([^<]*)</a><span class="n">(\d+)</span>', block)
    return {unescape(name): (int(number), unescape(address)) for address, name, number in values}
