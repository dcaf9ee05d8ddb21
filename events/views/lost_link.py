"""Asks for a mail with lost links. The answer is the same for every address: nobody learns here who comes."""

from django.db import OperationalError
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from cms.forms.guard import GuardForm, network_of
from cms.forms.refusals import BUSY, Refusal, render_with
from cms.mail.private_links import private_link
from events.forms.own_page import LostLinkForm
from events.services.mailing import TooManyRequests, mail_links

#: What the guard of the form is for.
LOST_LINK = "lost link"
#: In the address: the number of the page of an event, to choose it beforehand.
EVENT_PARAMETER = "bijeenkomst"

TOO_MANY = Refusal(_("From your network came very many questions this hour. Try again in an hour, or write to us."))


@require_http_methods(["GET", "HEAD", "POST"])
@private_link
def lost_link(request):
    data = request.POST if request.method == "POST" else None
    form = LostLinkForm(data, initial={"event": request.GET.get(EVENT_PARAMETER)})
    guard = GuardForm(data, guards=LOST_LINK)
    if guard.is_trapped:
        return redirect("lost_link_sent")
    refusal = None
    if form.is_valid() and guard.is_valid():
        refusal = _refusal_of(form, request)
        if refusal is None:
            return redirect("lost_link_sent")
    reasons = [refusal.text] if refusal else guard.non_field_errors() if form.is_bound and form.is_valid() else []
    context = {"form": form, "guard": guard, "refusals": reasons}
    return render_with(request, "events/own_page/lost_link.html", context, refusal)


def _refusal_of(form, request) -> Refusal | None:
    """Why the question was not taken; None when it was."""
    try:
        mail_links(**form.cleaned_data, network=network_of(request))
    except TooManyRequests:
        return TOO_MANY
    except OperationalError:
        return BUSY
    return None


@require_safe
@private_link
def lost_link_sent(request):
    return render(request, "events/own_page/lost_link_sent.html")
