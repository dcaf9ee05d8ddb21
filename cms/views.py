from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe
from wagtail.models import Page

from cms.models import Topic


@require_safe
def topic(request, slug):
    """All public pages with a topic, whatever their type."""
    topic = get_object_or_404(Topic.objects.with_live_pages(), slug=slug)
    pages = Page.objects.live().public().filter(topic_items__tag=topic).order_by("title").specific()
    page_of_pages = Paginator(pages, 24).get_page(request.GET.get("p"))
    return render(request, "cms/topic.html", {"topic": topic, "pages": page_of_pages})


@require_safe
def robots(request):
    lines = ["User-agent: *", "Disallow: /beheer/", "Disallow: /zoeken/", f"Sitemap: {settings.BASE_URL}/sitemap.xml"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")
