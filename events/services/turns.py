"""Rows of work one after the other: one that fails must not keep the others waiting."""

import logging
import traceback
from collections.abc import Callable

from django.db import InterfaceError, OperationalError

from events.models import Registration
from events.services.locking import EventGone

logger = logging.getLogger(__name__)


def in_turn(work: Callable[[int], object], rows) -> int:
    """Does ``work(pk)`` for each of the ``rows`` of a queryset; returns how often it had something to do.

    ``work`` is a transaction of its own and looks again whether there is something to do. Raises what says that the
    database is not there: then the others cannot go on either.
    """
    done = 0
    for pk in list(rows.order_by("pk").values_list("pk", flat=True)):
        try:
            done += bool(work(pk))
        except (EventGone, Registration.DoesNotExist):
            continue  # deleted meanwhile
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:
            # Where and what kind, but not the message: databases repeat the row in it, and the row is of a person.
            place = "".join(traceback.format_tb(error.__traceback__))
            logger.error("%s failed for row %d: %s\n%s", work.__name__.strip("_"), pk, type(error).__name__, place)
    return done
