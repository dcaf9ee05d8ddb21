"""Which searches are counted, and when they may be read."""

import re

from django.utils.crypto import salted_hmac

from search.engine.query import Query
from search.site.insight.models import LONGEST

#: A search is somebody's own until it is made on so many different days.
DAYS_UNTIL_READABLE = 3

#: More digits, or a longer run of them, are a telephone number, an account or worse; years and postal codes are not.
_MOST_DIGITS = 8
_LONG_RUN = re.compile(r"\d{6}")


def is_countable(query: Query) -> bool:
    """Whether it may be counted at all: it does not look like the address or number of a person."""
    text = query.text
    if "@" in text or _LONG_RUN.search(text) or sum(letter.isdigit() for letter in text) > _MOST_DIGITS:
        return False
    return 0 < len(query.key) <= LONGEST


def hashed(term: str) -> str:
    """Names the key of a query; without the secret of the site nobody can tell what it was."""
    return salted_hmac("search.insight", term, algorithm="sha256").hexdigest()
