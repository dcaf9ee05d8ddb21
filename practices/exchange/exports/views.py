"""The inventory as open data: exactly the practices that the same parameters show in the list, for everybody."""

from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from cms.chrome import site_chrome
from cms.web.cache import cacheable
from practices.exchange.columns.codebook import codebook_sections
from practices.exchange.exports.about import About, asked_of
from practices.exchange.exports.rows import public_rows
from practices.exchange.exports.spreadsheets import XLSX, workbook
from practices.exchange.exports.streams import CSV, GEOJSON, JSON, csv_text, geojson_text, json_text
from practices.explore.chosen import Chosen
from practices.explore.filters import Selection
from practices.explore.inventory import Inventory


@require_safe
def as_csv(request, page):
    return _streamed(request, page, csv_text, "csv", CSV)


@require_safe
def as_json(request, page):
    return _streamed(request, page, json_text, "json", JSON)


@require_safe
def as_geojson(request, page):
    return _streamed(request, page, geojson_text, "geojson", GEOJSON)


@require_safe
def as_xlsx(request, page):
    about, keys = _asked(request, page)
    if request.method == "HEAD":
        return _described(HttpResponse(content_type=XLSX), about, "xlsx")
    return _described(FileResponse(workbook(about, public_rows(page, keys)), content_type=XLSX), about, "xlsx")


@require_safe
@cacheable()
def codebook(request, page):
    """What every column and every value means, with the date of today."""
    context = {
        "page": page,
        "about": About.of(page),
        "contact": site_chrome(request).contact,
        "sections": codebook_sections(),
        "route": "codebook",
        "heading": _("Codebook"),
        "description": _("What every column of the practices as open data means, and what you may do with the data."),
    }
    return render(request, "practices/codebook.html", context)


def _asked(request, page):
    """The description of the file, and the keys of its practices in order."""
    inventory = Inventory.of(page)
    if "p" in request.GET:  # the comparison page
        keys = Chosen.of(request.GET.getlist("p"), inventory.position_of).keys
        return About.of(page, {"p": [str(key) for key in keys]}), keys
    selection = Selection.of(request.GET, inventory)
    return About.of(page, asked_of(selection)), selection.keys()


def _streamed(request, page, write, extension, content_type):
    about, keys = _asked(request, page)
    if request.method == "HEAD":
        # Some servers read a stream to its end for nothing.
        response = HttpResponse(content_type=content_type)
    else:
        response = StreamingHttpResponse(write(about, public_rows(page, keys)), content_type=content_type)
    return _described(response, about, extension)


def _described(response, about, extension):
    headers = {
        "Content-Disposition": content_disposition_header(True, about.file_name(extension)),
        "Link": about.links,
        # Search engines show the pages; programs of others may read the data.
        "X-Robots-Tag": "noindex",
        "Access-Control-Allow-Origin": "*",
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Cache-Control": "public, no-cache",
    }
    for name, value in headers.items():
        response.headers[name] = value
    return response
