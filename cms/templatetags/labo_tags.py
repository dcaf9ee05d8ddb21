from django import template

from cms import chrome

register = template.Library()


@register.simple_tag(takes_context=True)
def site_chrome(context):
    """Menu, footer and contact: ``{% site_chrome as chrome %}``, see ``cms.chrome.Chrome``."""
    request = context.get("request")
    return chrome.site_chrome(request.path if request else "")


@register.simple_tag
def page_numbers(page):
    """The numbers that a pager offers, with an ellipsis where it leaves some out: ``{% page_numbers page as numbers %}``."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
