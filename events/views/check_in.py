from django.http import Http404
from django.views.decorators.http import require_safe


@require_safe
def check_in(request, public_id, signature):
    raise Http404
