"""Keys of rows, as addresses and forms give them.

A number that no column can hold is an error to the database, not a row that is not there. Django looks at that itself,
but not where the key is a relation, as with every page.
"""

from django.db.models import BigAutoField
from django.urls import register_converter
from django.urls.converters import IntConverter

LARGEST = BigAutoField.MAX_BIGINT


def could_be_key(text: str) -> bool:
    # First how long it is: of very long numbers Python makes an error as well.
    return text.isascii() and text.isdecimal() and len(text) <= len(str(LARGEST)) and int(text) <= LARGEST


class KeyConverter(IntConverter):
    """``<key:pk>`` in an address; where it is too large, the address is not found."""

    def to_python(self, value):
        if not could_be_key(value):
            raise ValueError("No row has this key.")
        return int(value)


def register():
    register_converter(KeyConverter, "key")
