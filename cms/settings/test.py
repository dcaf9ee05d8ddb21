"""Tests: production settings over a throw-away database, media directory and mailbox; no page cache unless asked."""

import os
import tempfile

os.environ["BASE_URL"] = "http://localhost"
os.environ["SECRET_KEY"] = "only-for-tests-" * 4
for name in list(os.environ):
    if name in {"CACHE_URL", "EMAIL_URL", "ALLOWED_HOSTS"} or name.startswith("RETENTION_"):
        del os.environ[name]

from cms.settings.base import *  # noqa: E402, F403
from cms.settings.base import ALLOWED_HOSTS, STORAGES  # noqa: E402

ALLOWED_HOSTS = [*ALLOWED_HOSTS, "testserver"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
MEDIA_ROOT = tempfile.mkdtemp(prefix="labo-test-media-")
OUTBOX_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True
