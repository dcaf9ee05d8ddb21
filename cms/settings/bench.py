"""`make bench`: production, on a throw-away site that may be filled with made-up practices."""

import os

os.environ.setdefault("BASE_URL", "http://localhost")

from cms.settings.base import *  # noqa: F403

MADE_UP_PRACTICES = True
