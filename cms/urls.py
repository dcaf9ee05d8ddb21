"""The composition root: every address of the site. No page may have the first part of one as its slug."""

from csp.decorators import csp
from django.conf import settings
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.contrib.sitemaps import Sitemap
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns
from wagtail.views import serve

from cms import views as cms_views
from cms.web.cache import cacheable
from cms.web.headers import ADMIN_POLICY
from cms.web.media import picture

handler404 = "cms.views.page_not_found"

urlpatterns = [
    path("beheer/", include(decorate_urlpatterns(wagtailadmin_urls.urlpatterns, csp(ADMIN_POLICY)))),
    path("documenten/", include(wagtaildocs_urls)),
    re_path(r"^media/(?P<folder>images|original_images)/(?P<name>[\w.-]+)$", picture),
    path("onderwerpen/", cms_views.topics, name="topics"),
    path("onderwerpen/<slug:slug>/", cms_views.topic, name="topic"),
    path("", include("practices.urls")),
    path("", include("events.urls")),
    path("", include("search.site.urls")),
    path("robots.txt", cms_views.robots),
    path("sitemap.xml", cacheable()(sitemap), {"sitemaps": {"pages": Sitemap}}),
]

if settings.DEBUG:
    from debug_toolbar.toolbar import debug_toolbar_urls

    urlpatterns += [*debug_toolbar_urls(), path("", include("home.previews"))]

urlpatterns += [
    # Files that pages offer, such as /praktijken/data.csv; Wagtail's own pattern knows no dots.
    re_path(r"^((?:[\w-]+/)+[\w-]+\.(?:csv|geojson|ics|json|xlsx))$", serve),
    path("", include(wagtail_urls)),
]
