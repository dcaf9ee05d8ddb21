"""Processes of a test: its database, and the cache of production instead of none."""

from cms.settings.environment import cache
from cms.settings.test import *  # noqa: F403
from cms.settings.test import DATABASES, VAR_DIR

CACHES = {"default": cache(VAR_DIR)}

#: Seconds for a lock of the database. Fifty at once, on a machine that is busy with something else, wait long.
PATIENCE = 10 * 60

_options = DATABASES["default"]["OPTIONS"]
if "pool" in _options:
    # Fifty processes with the four connections of a pool each are more than PostgreSQL takes.
    _options |= {"pool": {"min_size": 1, "max_size": 1}, "options": f"-c lock_timeout={PATIENCE}s"}
else:
    _options["timeout"] = PATIENCE
