from django import template
from django.conf import settings
from django.utils.translation import gettext
from wagtail.admin.templatetags.wagtailuserbar import wagtailuserbar

from cms import chrome
from cms.chrome import Link

register = template.Library()


@register.simple_tag(takes_context=True)
def site_chrome(context):
    """Menu, footer and contact: ``{% site_chrome as chrome %}``, see ``cms.chrome.Chrome``."""
    return chrome.site_chrome(context.get("request"))


@register.simple_tag(takes_context=True)
def breadcrumbs(context, page, *, to_itself=False):
    """Links to the pages above a page: ``{% breadcrumbs page as items %}``; the first says where everything starts.

    ``to_itself=True`` adds the page: for a view below its address.
    """
    request = context.get("request")
    pages = [*page.breadcrumbs, page] if to_itself else page.breadcrumbs
    links = [Link(above.title, above.get_url(request)) for above in pages]
    return [Link(gettext("Start"), links[0].url), *links[1:]] if links else []


@register.simple_tag(takes_context=True)
def route_url(context, page, name="index_route", **kwargs):
    """The address of a page or of a route below it: ``{% route_url page "map" %}``, see ``cms.models.routes``.

    As Wagtail's ``routablepageurl``, but also for components, whose context holds only what they were given.
    """
    return page.route_url(name, _request(context), **kwargs)


@register.simple_tag(takes_context=True)
def full_route_url(context, page, name, **kwargs):
    """The same with scheme and host."""
    return page.full_route_url(name, _request(context), **kwargs)


@register.simple_tag(takes_context=True)
def child_url(context, page, slug):
    """The address of the page with this slug below ``page``."""
    return page.child_url(slug, _request(context))


def _request(context):
    # Of the context and not in it: there it is missing after ``{% include … only %}``.
    return getattr(context, "request", None)


@register.simple_tag
def page_numbers(page):
    """The numbers that a pager offers, some left out with an ellipsis: ``{% page_numbers page as numbers %}``."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)


@register.simple_tag(takes_context=True)
def editor_bar(context):
    """Wagtail's userbar, for visitors with a session; looking for a user makes a page vary by cookie."""
    request = context.get("request")
    has_session = request is not None and settings.SESSION_COOKIE_NAME in request.COOKIES
    return wagtailuserbar(context) if has_session else ""
