"""Processes of a test: its database, and the cache of production instead of none."""

from cms.settings.environment import cache
from cms.settings.test import *  # noqa: F403
from cms.settings.test import VAR_DIR

CACHES = {"default": cache(VAR_DIR)}
