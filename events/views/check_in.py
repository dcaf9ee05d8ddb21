"""What the QR code of a participant opens. Only who manages the event learns anything, and only a button notes it."""

from django.db import OperationalError
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from cms.mail.private_links import private_link
from events import links
from events.models import Registration
from events.permissions import manages_events, may_manage
from events.services.attendance import check_in as let_in
from events.services.attendance import undo_check_in
from events.services.seats import EventGone, NotPossible
from events.wording.admission import Admission

#: In the address right after somebody was let in; a second scan has a fresh address.
JUST_NOW = "zonet"
#: What the buttons do.
LET_IN, UNDO = "binnen", "toch-niet"

BUSY = _("That took too long, nothing was noted. Press the button once more.")
TOO_EARLY = _("The day of this meeting has not come yet: nobody can be in.")
CHANGED = _("That is no longer possible. This page says how it is now.")
GONE = _("This registration was deleted meanwhile.")


@require_http_methods(["GET", "HEAD", "POST"])
@private_link
def check_in(request, public_id, signature):
    registration = links.find(public_id, signature, links.CHECK_IN) if request.user.is_authenticated else None
    if registration is None or not may_manage(request.user, registration.event):
        return neutral(request)
    refusal, status = None, 200
    if request.method == "POST":
        refusal, status = note(request.POST.get("do"), registration, request.user)
        if refusal is None:
            return redirect(request.path + (f"?{JUST_NOW}" if request.POST.get("do") == LET_IN else ""))
    found = Registration.objects.select_related("event__ledger", "municipality")
    registration = found.filter(pk=registration.pk).first()
    if registration is None:
        return neutral(request)
    admission = Admission(registration)
    buttons = {"LET_IN": LET_IN, "UNDO": UNDO}
    context = {"admission": admission, "is_just_in": JUST_NOW in request.GET, "refusal": refusal, **buttons}
    return render(request, "events/check_in/scan.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@private_link
def neutral(request, rest=""):
    """The same for every code and every stranger; who manages events reads that the code is of no use."""
    knows_events = request.user.is_authenticated and manages_events(request.user)
    return render(request, "events/check_in/neutral.html", {"knows_events": knows_events})


def note(action: str | None, registration, by):
    """Does what a button says. Gives why not, and the status of the answer; None when it is done."""
    services = {LET_IN: let_in, UNDO: undo_check_in}
    if action == LET_IN and Admission(registration).is_too_early:
        return TOO_EARLY, 409
    try:
        if action in services:
            services[action](registration=registration, by=by)
    except NotPossible:
        return CHANGED, 409
    except (EventGone, Registration.DoesNotExist):
        return GONE, 404
    except OperationalError:
        return BUSY, 503
    return None, 200
