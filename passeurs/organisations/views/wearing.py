"""The colours and the logo of a coordination, as its pages ask for them: public, and kept long."""

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from passeurs.documents.storage import reached

from ..looks import look_of
from ..models import Coordination

FOR_GOOD = "public, max-age=31536000, immutable"
FOR_NOW = "public, no-cache"


@login_not_required
@require_safe
def sheet(request, slug):
    """Two custom properties at most, and nothing else."""
    look = look_of(get_object_or_404(Coordination, slug=slug))
    response = HttpResponse(look.css, content_type="text/css; charset=utf-8")
    return _kept(request, response, look.version)


@login_not_required
@require_safe
def logo(request, slug):
    """The PNG that we drew; nothing while the antivirus has not spoken."""
    rows = Coordination.objects.select_related("logo").exclude(logo=None)
    coordination = get_object_or_404(rows, slug=slug)
    if not coordination.logo.may_leave:
        raise Http404
    try:
        with reached():
            content = coordination.logo.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(content, content_type="image/png")
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"  # shown in e-mails read elsewhere
    return _kept(request, response, look_of(coordination).logo)


def _kept(request, response, version):
    """For good at the address of this very version; asked again at any other."""
    response["X-Content-Type-Options"] = "nosniff"
    is_this_one = request.GET.get("v") == version
    response["Cache-Control"] = FOR_GOOD if is_this_one else FOR_NOW
    return response
