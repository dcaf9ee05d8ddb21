from django import template

from cms import chrome

register = template.Library()


@register.simple_tag(takes_context=True)
def site_chrome(context):
    """Menu, footer and contact: ``{% site_chrome as chrome %}``, see ``cms.chrome.Chrome``."""
    request = context.get("request")
    return chrome.site_chrome(request.path if request else "")
