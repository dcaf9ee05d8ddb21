"""The columns of the inventory as a file: exports, the codebook and the import all read this one declaration.

``Column.name`` is the heading in every file and the key in JSON, so it never changes; a column is added at the end of
its group. ``Column.read`` takes a practice as ``rows`` prepares it and returns a plain value (``Cell``); ``as_text``
turns that into what a cell shows. An import that compares ``column.text(practice)`` with the cell of an uploaded file
therefore knows what an editor changed, also for columns that lose something on the way, such as rich text.
"""

from practices.exchange.columns.facts import FACTS
from practices.exchange.columns.profile import PROFILE
from practices.exchange.columns.story import STORY

COLUMNS = [*FACTS, *PROFILE, *STORY]
PUBLIC_COLUMNS = [column for column in COLUMNS if column.is_public]
COLUMN_OF = {column.name: column for column in COLUMNS}
