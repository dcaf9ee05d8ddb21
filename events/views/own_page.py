from django.http import Http404
from django.views.decorators.http import require_safe


@require_safe
def own_page(request, public_id, signature):
    raise Http404


@require_safe
def lost_link(request):
    raise Http404
