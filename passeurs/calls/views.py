"""The public pages of the calls: the list, a call, its calendar feed."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from passeurs.calls import presentation, queries
from passeurs.calls.feeds import edition_feed
from passeurs.calls.models import Edition


@login_not_required
@require_safe
def index(request):
    at = timezone.now()
    groups = presentation.grouped(queries.published_editions(), at=at)
    return render(request, "calls/index.html", {"groups": groups})


def visible_edition(request, slug: str) -> Edition:
    """The edition, or 404 for one that is not public and not of the person's coordination."""
    editions = Edition.objects.visible_to(request.user).with_coordination()
    return get_object_or_404(editions, slug=slug)


@login_not_required
@require_safe
def detail(request, slug):
    edition, at = visible_edition(request, slug), timezone.now()
    page = presentation.call_page(edition, at=at)
    if edition.is_closed(at=at):
        page["next_edition"] = queries.next_edition(edition, at)
    return render(request, "calls/detail.html", page)


@login_not_required
@require_safe
def feed(request, slug):
    edition = visible_edition(request, slug)
    url = request.build_absolute_uri(edition.get_absolute_url())
    body = edition_feed(edition.document(), at=timezone.now(), url=url)
    name = f'inline; filename="{edition.slug}.ics"'
    return HttpResponse(
        body, content_type="text/calendar; charset=utf-8", headers={"Content-Disposition": name}
    )
