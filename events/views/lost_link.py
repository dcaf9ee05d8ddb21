"""Asks for a mail with lost links. The answer is the same for every address: nobody learns here who comes."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from cms.guard import GuardForm, network_of
from cms.private_links import private_link
from events.forms.own_page import LostLinkForm
from events.services.lost_links import TooManyRequests, mail_links

#: What the guard of the form is for.
LOST_LINK = "lost link"
#: In the address: the number of the page of an event, to choose it beforehand.
EVENT_PARAMETER = "bijeenkomst"

TOO_MANY = _("From your network came very many questions this hour. Try again in an hour, or write to us.")


@require_http_methods(["GET", "HEAD", "POST"])
@private_link
def lost_link(request):
    data = request.POST if request.method == "POST" else None
    form = LostLinkForm(data, initial={"event": request.GET.get(EVENT_PARAMETER)})
    guard = GuardForm(data, guards=LOST_LINK)
    if guard.is_trapped or (form.is_valid() and guard.is_valid() and _mail(form, guard, request)):
        return redirect("lost_link_sent")
    refusals = guard.non_field_errors() if form.is_bound and form.is_valid() else []
    return render(request, "events/own_page/lost_link.html", {"form": form, "guard": guard, "refusals": refusals})


def _mail(form, guard, request) -> bool:
    """Whether the question was taken; if not, the guard says why."""
    try:
        mail_links(**form.cleaned_data, network=network_of(request))
    except TooManyRequests:
        guard.add_error(None, TOO_MANY)
    return guard.is_valid()


@require_safe
@private_link
def lost_link_sent(request):
    return render(request, "events/own_page/lost_link_sent.html")
