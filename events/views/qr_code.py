"""The QR code of a participant as a picture, which the confirmation shows."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from cms.mail.private_links import private_link
from events import links, qr_codes


@require_safe
@private_link
def check_in_code(request, public_id, signature):
    registration = links.find(public_id, signature, links.CHECK_IN)
    if registration is None or not registration.holds_seat:
        raise Http404
    response = HttpResponse(qr_codes.picture(links.check_in(registration)), content_type="image/png")
    # Mail programs in the browser show it in pages of their own.
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
