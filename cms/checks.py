"""House rules that a machine can check. Warnings, because no visitor should miss the site for them."""

import re

from django.apps import apps
from django.conf import settings
from django.core import checks
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.urls import get_resolver
from wagtail.blocks import Block, ListBlock, StreamBlock, StructBlock
from wagtail.fields import StreamField
from wagtail.models import Page

from cms import catalogue
from cms.web.reserved import FIXED, with_first_part

MAX_DEPTH = 3
#: What varies in the pattern of an address.
CONVERTER = re.compile(r"<[^>]*>")


def register_checks():
    checks.register(check_page_types)
    checks.register(check_blocks)
    checks.register(check_catalogue)
    checks.register(check_routes)


def our_page_types():
    return [
        model for app in settings.OUR_APPS for model in apps.get_app_config(app).get_models() if issubclass(model, Page)
    ]


def check_page_types(app_configs, **kwargs):
    """Every page type says where it may stand, can be found, and has its own template."""
    return [
        checks.Warning(message, obj=page_type, id=f"labo.{code}")
        for page_type in our_page_types()
        for code, message in _mistakes_of_page_type(page_type)
    ]


def _mistakes_of_page_type(page_type):
    from cms.models import BasePage

    if not issubclass(page_type, BasePage):
        yield "W001", "A page type extends cms.models.BasePage."
        return
    declared = set().union(*(vars(base) for base in page_type.__mro__ if issubclass(base, BasePage)))
    for name in {"parent_page_types", "subpage_types"} - declared:
        yield "W002", f"A page type declares {name}."
    if not {field.field_name for field in BasePage.search_fields} <= {
        field.field_name for field in page_type.search_fields
    }:
        yield "W003", "search_fields unpacks those of BasePage."
    if page_type.template == f"{page_type._meta.app_label}/{page_type.__name__}.html":
        yield "W004", "A page type names its template."
    if not _exists(page_type.template):
        yield "W004", f"The template {page_type.template} is missing."


def check_routes(app_configs, **kwargs):
    """Every address begins with a fixed part, which no page may have as its slug; see ``cms.web.reserved``."""
    from wagtail.views import serve

    of_pages = [route for page_type in our_page_types() for route in page_type.get_subpage_urls()]
    return [
        checks.Warning(
            "An address begins with a fixed part, so that pages can be refused to have it.", obj=pattern, id="labo.W021"
        )
        for part, pattern in with_first_part([*get_resolver().url_patterns, *of_pages])
        # The address of the page itself; a file, because no slug has a dot; all pages.
        if part and not FIXED.fullmatch(part) and "." not in CONVERTER.sub("", part) and pattern.callback is not serve
    ]


def check_blocks(app_configs, **kwargs):
    """Every block of a page shows itself in the menu and on the page; streams stay shallow."""
    streams = [
        field.stream_block
        for page_type in our_page_types()
        for field in page_type._meta.local_fields
        if isinstance(field, StreamField)
    ]
    # The same blocks stand on many pages.
    mistakes = dict.fromkeys(mistake for stream in streams for mistake in _mistakes_of_stream(stream))
    return [checks.Warning(message, obj=block, id=f"labo.{code}") for code, block, message in mistakes]


def _mistakes_of_stream(stream):
    # A stream of one kind has no menu of blocks, and its place in the template of the page.
    has_menu = len(stream.child_blocks) > 1
    for block in stream.child_blocks.values():
        name = type(block)
        if depth_of(block) >= MAX_DEPTH:
            yield "W011", name, f"Blocks stand at most {MAX_DEPTH} levels deep: editors lose their way."
        if has_menu:
            for attribute in ["group", "description"]:
                if not getattr(block.meta, attribute, ""):
                    yield "W012", name, f"The block has no {attribute}."
            if block.meta.icon == Block._meta_class.icon:
                yield "W012", name, "The block has no icon."
            if not _exists(getattr(block.meta, "template", None)):
                yield "W013", name, "The block has no template."


def check_catalogue(app_configs, **kwargs):
    """Without its compiled catalogue the site speaks English, and with an old one partly."""
    if catalogue.is_stale():
        yield checks.Warning(
            "The Dutch texts are not compiled, or changed since.",
            hint="Run `make install`, or `python -m cms.catalogue` where make is not used.",
            id="labo.W031",
        )


def depth_of(block) -> int:
    """The number of streams, lists and structs inside each other."""
    if isinstance(block, ListBlock):
        return 1 + depth_of(block.child_block)
    if isinstance(block, (StreamBlock, StructBlock)):
        return 1 + max(map(depth_of, block.child_blocks.values()), default=0)
    return 0


def _exists(template) -> bool:
    try:
        return bool(template and get_template(template))
    except TemplateDoesNotExist:
        return False
