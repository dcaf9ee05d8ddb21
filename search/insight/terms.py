"""What counts as the same search, what is never counted, and what may be written down."""

import re

from django.utils.crypto import salted_hmac

from search.engine import dutch
from search.insight.models import LONGEST

#: A search is somebody's own until it is made on so many different days.
DAYS_UNTIL_KEPT = 3

#: More digits, or a longer run of them, are a telephone number, an account or worse; years and postal codes are not.
_MOST_DIGITS = 8
_LONG_RUN = re.compile(r"\d{6}")


def normalised(text: str) -> str:
    """The words of a search, folded, with one space between them: letters and digits only, so never a formula."""
    return " ".join(dutch.words(text))


def is_countable(text: str) -> bool:
    """Whether a text as it was typed may be counted at all: it does not look like the address or number of a person."""
    if "@" in text or _LONG_RUN.search(text) or sum(letter.isdigit() for letter in text) > _MOST_DIGITS:
        return False
    return 0 < len(normalised(text)) <= LONGEST


def key_of(term: str) -> str:
    """Names a normalised search; without the secret of the site nobody can tell what it was."""
    return salted_hmac("search.insight", term, algorithm="sha256").hexdigest()
