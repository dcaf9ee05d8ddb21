"""What a visitor sees of registering: how full it is, the form, and the page that thanks.

All of it says what is true of the event. What is true of an address goes by mail, so nobody learns here who comes.
"""

from django.db import OperationalError
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from cms.forms.guard import GuardForm, network_of
from cms.forms.refusals import BUSY, Refusal, render_with
from cms.mail.private_links import private_link
from events import links
from events.drawings import SeatRows
from events.forms.registration import PublicRegistrationForm, RegistrationForm
from events.models.registrations import email_key
from events.services.consent import current_consent
from events.services.registering import AnswerGiven, Applicant, KeyReused, Outcome, RegistrationClosed, register
from events.services.seats import EventGone
from events.terms import FOR_VISITORS
from events.wording.opening import Opening, opening_of

#: In the address of the page that thanks: newcomers had to wait.
QUEUE = "wachtlijst"


SENT_BEFORE = Refusal(
    _(
        "You sent this form before, with other answers. Send it again if this is one more person. "
        "To change a registration, use the link in the mail that you got."
    )
)
CLOSED = Refusal(_("You cannot register at this moment. Your answers are still here, but they were not sent."))


@require_http_methods(["GET", "HEAD", "POST"])
@private_link
def registration(request, page):
    """The form; with the link of an invitation it knows who is there."""
    data = request.POST if request.method == "POST" else None
    signed = request.GET.get(links.INVITATION_PARAMETER, "")
    invitation = links.find_invitation(page, signed) if signed else None
    initial = {"name": invitation.name, "email": invitation.email} if invitation else {}
    form = PublicRegistrationForm(data, event=page, consent_text=current_consent(), initial=initial)
    guard = GuardForm(data, guards=f"registration-{page.pk}")
    opening = opening_of(page)
    if guard.is_trapped:
        return _thank(request, page, has_queue=opening.has_queue)
    answer = None
    if form.is_valid() and guard.is_valid():
        answer = _take(form, guard, request, page, invitation)
        if isinstance(answer, Outcome):
            return _thank(request, page, answer.has_queue)
    given = {"invitation": invitation, "link_is_dead": bool(signed) and invitation is None}
    return _show(request, page, opening, form, guard, answer, given)


def _take(form, guard, request, page, invitation) -> Outcome | Refusal:
    applicant = applicant_of(form)
    # Who came by a link that was mailed to this address has proven to read it.
    is_proven = invitation is not None and invitation.email_key == email_key(applicant.email)
    network = network_of(request)
    try:
        return register(event=page, applicant=applicant, key=guard.key, network=network, is_proven=is_proven)
    except KeyReused:
        guard.renew()
        return SENT_BEFORE
    except (RegistrationClosed, EventGone):
        return CLOSED
    except OperationalError:
        return BUSY


def applicant_of(form: RegistrationForm) -> Applicant:
    """What somebody filled in, for the service."""
    names = ["name", "email", "organisation", "role", "accessibility", "diet"]
    municipality = form.cleaned_data["municipality"]
    answers = [
        AnswerGiven(str(question.key), question.label, answer, question.is_sensitive)
        for question, answer in form.answers
    ]
    return Applicant(
        **{name: form.cleaned_data[name] for name in names},
        municipality_id=municipality.pk if municipality else None,
        answers=tuple(answers),
        consent=form.consent_text,
    )


def _show(request, page, opening: Opening, form, guard, refusal: Refusal | None, given: dict):
    if form.is_bound and refusal is None and not opening.takes_people:
        refusal = CLOSED
    reasons = [refusal.text] if refusal else guard.non_field_errors() if form.is_bound and form.is_valid() else []
    context = {
        **page.get_context(request),
        **given,
        "heading": pgettext_lazy("event", "Register"),
        "form": form,
        "guard": guard,
        "opening": opening,
        "seats": SeatRows.of(opening.ledger),
        "terms": FOR_VISITORS,
        "shows_form": form.is_bound or opening.takes_people,
        "refusals": reasons,
    }
    return render_with(request, "events/registration.html", context, refusal)


def _thank(request, page, has_queue):
    return redirect(page.route_url("registered", request) + (f"?{QUEUE}" if has_queue else ""))


@require_safe
@private_link
def registered(request, page):
    """What happens next; the same page whatever the address is."""
    context = {**page.get_context(request), "heading": _("Look in your mailbox"), "has_queue": QUEUE in request.GET}
    return render(request, "events/registered.html", context)


@require_safe
@cache_control(no_store=True)
def seats(request, page):
    """How full it is now: a part of the page of the event, which itself is cached."""
    opening = opening_of(page)
    context = {"page": page, "opening": opening, "seats": SeatRows.of(opening.ledger)}
    response = render(request, "events/components/opening.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
