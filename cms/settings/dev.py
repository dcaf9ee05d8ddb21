"""The reloading server of ``make dev``: production, plus error pages, the debug toolbar and no manifest."""

import os

os.environ.setdefault("BASE_URL", "http://localhost:8000")

from cms.settings.base import *  # noqa: F403
from cms.settings.base import INSTALLED_APPS, LOOPBACK, MIDDLEWARE, STORAGES

DEBUG = True
INTERNAL_IPS = LOOPBACK
ALLOWED_HOSTS = LOOPBACK
INSTALLED_APPS = [*INSTALLED_APPS, "debug_toolbar"]
# The toolbar cannot write into a compressed page.
MIDDLEWARE = [
    "debug_toolbar.middleware.DebugToolbarMiddleware",
    *[name for name in MIDDLEWARE if name != "cms.web.compression.TextGZipMiddleware"],
]
# No page cache: templates change while you look.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
