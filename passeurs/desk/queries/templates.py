"""The reply templates of a team: kept, and offered where one writes."""

from passeurs.calls.models import Edition
from passeurs.core.merging import merge
from passeurs.dossiers.merge_fields import values_of
from passeurs.organisations.models import Coordination

from ..models import JobItem, ReplyTemplate

LONGEST_KEY = 9


def teams_of(user):
    """The coordinations in whose team the person writes."""
    return Coordination.objects.filter(team__user=user, team__role="coordination").distinct()


def one_seen(user, key):
    """A template that the person may read, by what an address says of it, or None."""
    if not key.isdecimal() or len(key) > LONGEST_KEY:
        return None
    return ReplyTemplate.objects.visible_to(user).filter(pk=key).first()


def kept_by(user, *, is_archived=False):
    """What the list shows, the most used first."""
    found = ReplyTemplate.objects.visible_to(user).filter(archived_at__isnull=not is_archived)
    return found.select_related("edition", "owner", "coordination").defer("edition__document_cache")


def editions_of(user):
    """The editions that a template may be written for, the latest first."""
    found = Edition.objects.filter(coordination__in=teams_of(user))
    return found.select_related("coordination").defer("document_cache").order_by("-year", "title")


def themes_of(user):
    """The themes in use, to be chosen again rather than typed otherwise."""
    found = ReplyTemplate.objects.visible_to(user).exclude(theme="").order_by("theme")
    return list(found.values_list("theme", flat=True).distinct())


def offered_for(dossier, user):
    """The templates in service for a dossier, each with its `text` in the dossier's own values."""
    found = list(_offered(user).fit_for(dossier.edition))
    values = values_of(dossier) if found else {}
    for one in found:
        one.text = merge(one.body, values)
    return found


def offered_for_job(job, user):
    """Those that fit each dossier of a job, with their fields: `text` is the body as written."""
    chosen = JobItem.objects.filter(job=job).values("dossier__edition")
    editions = Edition.objects.filter(pk__in=chosen).defer("document_cache")[:2]
    found = _offered(user)
    for edition in editions:
        found = found.fit_for(edition)
    found = list(found)
    for one in found:
        one.text = one.body
    return found


def _offered(user):
    return ReplyTemplate.objects.visible_to(user).in_service()


def named_in(offered, keys):
    """Those of `offered` that a page names, whatever else it says."""
    wanted = set(keys)
    return [one for one in offered if str(one.pk) in wanted]
