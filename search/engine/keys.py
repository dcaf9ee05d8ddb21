"""Many keys as one parameter: no database limits how long a text or an array is, all limit how many parameters."""

import json
from collections.abc import Collection

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models.expressions import RawSQL


def one_of(keys: Collection[int], using: str = DEFAULT_DB_ALIAS) -> RawSQL:
    """A value for ``pk__in``."""
    if connections[using].vendor == "postgresql":
        return RawSQL("SELECT unnest(%s::bigint[])", [list(keys)])
    return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(list(keys))])
