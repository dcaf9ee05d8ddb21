from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from cms.mail.private_links import private_link
from cms.models import Topic, public_pages
from cms.web.cache import cacheable
from search.engine.hits import page_hits
from search.engine.query import Query

TOPIC_PAGE_SIZE = 24
MAX_RELATED = 12

#: The field with which Django protects forms.
TOKEN = "csrfmiddlewaretoken"  # noqa: S105

HOME = {"title": _("Start"), "url": "/"}


@require_safe
@cacheable()
def topics(request):
    """Every topic that has a public page, in alphabetical order."""
    return render(
        request, "cms/topics.html", {"topics": Topic.objects.with_live_pages().order_by("key"), "trail": [HOME]}
    )


@require_safe
@cacheable(parameters=["p"])
def topic(request, slug):
    """All public pages with a topic, whatever their type, and the topics they share it with."""
    pages = public_pages()
    topic = get_object_or_404(Topic.objects.of_pages(pages), slug=slug)
    tagged = pages.filter(topic_items__tag=topic).order_by("title", "pk")
    page_of_pages = Paginator(tagged, TOPIC_PAGE_SIZE).get_page(request.GET.get("p"))
    related = Topic.objects.of_pages(tagged).exclude(pk=topic.pk).order_by("-page_count", "key")[:MAX_RELATED]
    context = {
        "topic": topic,
        "page_of_pages": page_of_pages,
        "hits": page_hits({page.pk: page.specific_class for page in page_of_pages}, request),
        "related": related,
        "trail": [HOME, {"title": _("Topics"), "url": reverse("topics")}],
    }
    return render(request, "cms/topic.html", context)


@require_safe
def robots(request):
    closed = [f"Disallow: /{folder}/" for folder in ["beheer", "inchecken", "inschrijving", "nakijken", "zoeken"]]
    lines = ["User-agent: *", *closed, f"Sitemap: {settings.BASE_URL}/sitemap.xml"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


def page_not_found(request, exception):
    """The helpful 404: the words of the last part of the address are ready in the search box."""
    last_part = request.path.rstrip("/").rpartition("/")[2]
    words = " ".join(Query.parse(last_part).terms)
    return render(request, "404.html", {"words": words}, status=404)


@private_link
def form_refused(request, reason=""):
    """For a form without the token that protects it. Going back does not bring the answers back in every browser, as
    our forms are never cached; so who filled it in here can send it again as it was.
    """
    names = [name for name in request.POST if name != TOKEN] if _can_send_again(request) else []
    answers = [(name, value) for name in names for value in request.POST.getlist(name)]
    return render(request, "403_csrf.html", {"answers": answers}, status=403)


def _can_send_again(request):
    # Browsers say themselves where a form comes from. From elsewhere, a button on our page would do the forger's work.
    is_ours = request.headers.get("Origin") in {f"{request.scheme}://{request.get_host()}", settings.BASE_URL}
    is_admin = request.path.startswith(reverse("wagtailadmin_home"))
    is_ordinary = not request.FILES and not any("password" in name for name in request.POST)
    return is_ours and is_ordinary and not is_admin
