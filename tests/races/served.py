"""The site as it is served in a test: production, without collected files, and with a mail server of the test."""

import os

from cms.settings.environment import cache
from cms.settings.test import *  # noqa: F403
from cms.settings.test import VAR_DIR

CACHES = {"default": cache(VAR_DIR)}
OUTBOX_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST, EMAIL_PORT = "127.0.0.1", int(os.environ["MAIL_PORT"])
