"""Managers that have the methods of a queryset, with its types."""

from typing import Any, TypeVar

from django.db.models import Manager, QuerySet

QuerySetType = TypeVar("QuerySetType", bound=QuerySet)


def manager_of(queryset: type[QuerySetType], base: type[Manager] = Manager) -> QuerySetType:
    """A manager with the methods of this queryset.

    Django copies them at run time, which a type check cannot see; as a manager is only ever asked for what a queryset
    answers too, it is told that it is one.
    """
    manager: Any = base.from_queryset(queryset)()
    return manager
