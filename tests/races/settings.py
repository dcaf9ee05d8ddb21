"""Processes of a test: its database, and the cache of production instead of none."""

import os

from cms.settings.environment import cache
from cms.settings.test import *  # noqa: F403
from cms.settings.test import DATABASES, VAR_DIR

CACHES = {"default": cache(VAR_DIR)}

#: Seconds for a lock of the database. Most tests ask what is right in the end and not how soon: machines are busy.
PATIENCE = int(os.environ.get("LOCK_PATIENCE", 10 * 60))

_options = DATABASES["default"]["OPTIONS"]
if "pool" in _options:
    # Fifty processes with the four connections of a pool each are more than PostgreSQL takes.
    _options |= {"pool": {"min_size": 1, "max_size": 1}, "options": f"-c lock_timeout={PATIENCE}s"}
else:
    _options["timeout"] = PATIENCE
