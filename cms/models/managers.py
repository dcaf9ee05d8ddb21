"""Managers that have the methods of a queryset, with its types."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import Manager, Model, QuerySet

QuerySetType = TypeVar("QuerySetType", bound=QuerySet)
Row = TypeVar("Row", bound=Model)

if TYPE_CHECKING:

    class ChildRows(QuerySet[Row]):
        """The rows of a ``ParentalKey`` as their page has them: they can be changed, and are saved with the page."""

        def set(self, rows: Iterable[Row]) -> None: ...
        def add(self, *rows: Row) -> None: ...

else:
    ChildRows = QuerySet


def manager_of(queryset: type[QuerySetType], base: type[Manager] = Manager) -> QuerySetType:
    """A manager with the methods of this queryset.

    Django copies them at run time, which a type check cannot see; as a manager is only ever asked for what a queryset
    answers too, it is told that it is one.
    """
    manager: Any = base.from_queryset(queryset)()
    return manager
