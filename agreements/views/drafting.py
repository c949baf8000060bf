"""Settling an MOU clause by clause."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.requests import SignedInRequest
from partnerships.models import Partnership


@require_safe
def mou(request: SignedInRequest, pk: int) -> HttpResponse:
    """The clauses, how far each is, and what is left."""
    partnership = get_object_or_404(Partnership.objects.visible_to(request.user), pk=pk)
    return render(request, "agreements/drafting/mou.html", {"partnership": partnership})
