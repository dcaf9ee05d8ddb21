"""What a participant does behind the link in a mail. Opening it changes nothing: mail programs open every link."""

import functools

from django.db import OperationalError
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from cms.forms.guard import GuardForm
from cms.forms.refusals import Refusal, render_with
from cms.mail.private_links import private_link
from events import calendars, links, qr_codes
from events.forms.own_page import DetailsForm, LostLinkForm
from events.models import Reason, Registration
from events.services import changing
from events.services.registering import AnswerGiven
from events.services.seats import EventGone, NotPossible
from events.views.lost_link import LOST_LINK
from events.wording.standing import Standing

#: In the address after other details were stored.
STORED = "bewaard"

TOO_LATE = Refusal(_("That is no longer possible. This page says how it is now."), status=409)
BUSY = Refusal(
    _("Very many people are busy here at this moment. Nothing is lost: wait a few seconds and try again."), status=503
)


def _of_registration(view):
    """Gives the view the registration of the link; whatever is wrong with a link, the page says the same."""

    @functools.wraps(view)
    def wrapper(request, public_id, signature):
        registration = links.find(public_id, signature, links.OWN_PAGE)
        if registration is None:
            return closed(request)
        try:
            return view(request, registration)
        except (EventGone, Registration.DoesNotExist):
            return closed(request)

    return wrapper


@require_http_methods(["GET", "HEAD", "POST"])
@private_link
def closed(request, rest=""):
    """A link that is broken off, forged or revoked, and the way to a new one."""
    context = {"form": LostLinkForm(), "guard": GuardForm(guards=LOST_LINK)}
    return render(request, "events/own_page/closed.html", context, status=404)


@require_safe
@private_link
@_of_registration
def own_page(request, registration):
    return _show(request, registration)


@require_http_methods(["GET", "HEAD", "POST"])
@private_link
@_of_registration
def confirm(request, registration):
    """The person takes the seat that is held, or proves to read the address."""
    refusal = None
    if request.method == "POST":
        refusal = _refusal_of(changing.confirm, registration=registration)
    return _show(request, registration, refusal) if refusal else redirect(links.own_path(registration))


@require_http_methods(["GET", "HEAD", "POST"])
@private_link
@_of_registration
def cancel(request, registration):
    """First says what cancelling means; only sending that page cancels."""
    standing = Standing(registration)
    if request.method != "POST" and standing.can_cancel:
        return render(request, "events/own_page/cancel.html", _context(standing))
    refusal = None
    if request.method == "POST":
        refusal = _refusal_of(changing.cancel, registration=registration, reason=Reason.SELF)
    return _show(request, registration, refusal) if refusal else redirect(links.own_path(registration))


@require_http_methods(["GET", "HEAD", "POST"])
@private_link
@_of_registration
def details(request, registration):
    """Other details; the form keeps what was typed when it cannot be stored."""
    standing, refusal = Standing(registration), None
    form = DetailsForm(request.POST if request.method == "POST" else None, registration=registration)
    if form.is_valid():
        refusal = _refusal_of(_store, form, registration)
        if refusal is None:
            return redirect(f"{links.own_path(registration)}?{STORED}")
    if refusal is TOO_LATE or not standing.can_change:
        return _show(request, registration, refusal)
    context = {**_context(standing), "form": form, "refusals": [refusal.text] if refusal else []}
    return render_with(request, "events/own_page/details.html", context, refusal)


def _store(form, registration):
    answers = [
        AnswerGiven(str(question.key), question.label, answer, question.is_sensitive)
        for question, answer in form.all_answers
    ]
    given = {"details": form.details, "answers": answers, "needs": form.needs}
    changing.change_details(registration=registration, **given)


def _refusal_of(service, *args, **kwargs) -> Refusal | None:
    """Why the service did nothing; None when it did, or had done so before."""
    try:
        service(*args, **kwargs)
    except NotPossible:
        return TOO_LATE
    except OperationalError:
        return BUSY
    return None


def _show(request, registration, refusal: Refusal | None = None):
    """The page as it is now, whatever was true when the request came in."""
    standing = Standing(Registration.objects.select_related("event__ledger", "municipality").get(pk=registration.pk))
    context = {**_context(standing), "refusal": refusal, "is_stored": STORED in request.GET}
    if standing.has_seat:
        context["code"] = qr_codes.drawing(links.check_in(registration))
        context["calendars"] = calendars.web_calendars(standing.event) if standing.event.start else []
        context["calendar_file"] = calendars.file_address(standing.event)
    return render_with(request, "events/own_page/page.html", context, refusal)


def _context(standing):
    return {"standing": standing, "event": standing.event, "addresses": links.own_paths(standing.registration)}
