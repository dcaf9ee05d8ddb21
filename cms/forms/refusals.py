"""Why a public form stored nothing. The page comes back with what was filled in, and says it."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: Seconds after which trying again makes sense.
RETRY_AFTER = 10


@dataclass(frozen=True)
class Refusal:
    text: str | Promise
    status: int = 200


#: For ``OperationalError``: the lock did not come within the timeout of the database.
BUSY = Refusal(
    _(
        "Very many people are busy here at this moment. "
        "Your answers are still here: wait a few seconds and send them again."
    ),
    status=503,
)


def render_with(request: HttpRequest, template: str, context: dict, refusal: Refusal | None) -> HttpResponse:
    """The page with the status of the refusal, and when to try again if the database was busy."""
    response = render(request, template, context, status=refusal.status if refusal else 200)
    if response.status_code == BUSY.status:
        response.headers["Retry-After"] = str(RETRY_AFTER)
    return response
