"""What a model declares about a field of its own."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.db.models import Field, Model

Method = TypeVar("Method", bound=Callable[..., Any])


def field_of(model: type[Model], name: str) -> Field:
    """The field of this name; a relation of another model to this one is not a field of its own.

    Raises:
        FieldDoesNotExist: the model has no such field.
        TypeError: the name is that of another model's relation.
    """
    field = model._meta.get_field(name)
    if isinstance(field, Field):
        return field
    raise TypeError(f"{model.__name__}.{name} is declared by another model.")


def length_of(model: type[Model], name: str) -> int:
    """The number of characters that fit in this field of text.

    Raises:
        TypeError: the field has no limit.
    """
    length = field_of(model, name).max_length
    if length is None:
        raise TypeError(f"{model.__name__}.{name} has no limit.")
    return length


def headed(heading: Any) -> Callable[[Method], Method]:
    """The heading of a column that shows what the method returns, in lists of the admin."""

    def with_heading(method: Method) -> Method:
        vars(method)["short_description"] = heading
        return method

    return with_heading
