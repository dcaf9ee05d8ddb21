"""Processes of a test: its database, and the cache of production instead of none."""

from cms.settings.environment import cache
from cms.settings.test import *  # noqa: F403
from cms.settings.test import DATABASES, VAR_DIR

CACHES = {"default": cache(VAR_DIR)}
if "pool" in DATABASES["default"]["OPTIONS"]:
    # Fifty processes with the four connections of a pool each are more than PostgreSQL takes.
    DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 1}
