"""`make bench`: production, on a throw-away site that may be filled with made-up practices."""

import os

os.environ.setdefault("BASE_URL", "http://localhost")

from cms.settings.base import *  # noqa: F403
from cms.settings.base import DATABASES, VAR_DIR

if "sqlite" in DATABASES["default"]["ENGINE"]:
    # A file, so that threads and processes share it.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "bench.sqlite3")}
MADE_UP_PRACTICES = True
