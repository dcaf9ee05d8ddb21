from django.db import OperationalError
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from cms.forms.guard import GuardForm, network_of
from cms.forms.refusals import BUSY, Refusal, render_with
from cms.web.cache import cacheable
from practices.submission.services import SentBefore, TooManySubmissions, submit_practice
from practices.submission.steps import SubmissionSteps

FORM = "practice submission"

SENT_BEFORE = Refusal(
    _(
        "You sent this form before, with other answers. Send it again if this is one more practice. "
        "A correction? Answer the mail that you got."
    )
)
TOO_MANY = Refusal(
    _(
        "From your network came very many practices this hour. "
        "Your answers are still here: leave this page open and send them again in an hour."
    )
)


@require_http_methods(["GET", "HEAD", "POST"])
def submit(request, page):
    """The form with which anybody sends in a practice; nothing is stored before its last step."""
    data = request.POST if request.method == "POST" else None
    steps, guard = SubmissionSteps(data), GuardForm(data, guards=FORM)
    if guard.is_trapped:
        return _thank(request, page)
    refusal = None
    if steps.is_complete and guard.is_valid():
        refusal = _refusal_of(steps, guard, page, request)
        if refusal is None:
            return _thank(request, page)
    reasons = [refusal.text] if refusal else guard.non_field_errors() if steps.is_complete else []
    context = {
        **page.get_context(request),
        "steps": steps,
        "guard": guard,
        "refusals": reasons,
        "heading": _("Share your practice"),
        "description": _("Send in a practice of your municipality or organisation for the inventory of the Labo."),
        "route": "submission",
    }
    response = render_with(request, "practices/submission/submit.html", context, refusal)
    # Browsers can go back to a step only if they may remember its page; the name of a person they may not.
    response.headers["Cache-Control"] = "no-store" if steps.has_sender else "private, no-cache"
    return response


def _refusal_of(steps, guard, page, request) -> Refusal | None:
    """Why the practice is not with the editors; None when it is."""
    filled_in = {"answers": steps.answers, "parts": steps.parts}
    try:
        submit_practice(index=page, **filled_in, key=guard.key, network=network_of(request))
    except SentBefore:
        guard.renew()
        return SENT_BEFORE
    except TooManySubmissions:
        return TOO_MANY
    except OperationalError:
        return BUSY
    return None


def _thank(request, page):
    return redirect(page.route_url("submitted", request))


@require_safe
@cacheable()
def submitted(request, page):
    """Says what happens next; the same page for everybody, whatever was sent."""
    context = {
        **page.get_context(request),
        "heading": _("Thank you for your practice"),
        "description": _("What happens with a practice that was sent in."),
        "route": "submitted",
    }
    return render(request, "practices/submission/submitted.html", context)
