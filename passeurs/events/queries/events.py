"""The events one reads, one's own registrations, and what the desk sees of a list."""

from django.db.models import Case, Count, F, IntegerField, Q, Sum, Value, When

from passeurs.dossiers.enums import State as DossierState
from passeurs.dossiers.models import Dossier
from passeurs.organisations.queries import structures_of

from ..enums import SEATED, Place, State
from ..models import Event, Registration

DONE = (State.HELD, State.CANCELLED)
RELATED = ("coordination", "commune")
RANKS = (Place.REGISTERED, Place.CAME, Place.ABSENT, Place.WAITING, Place.CANCELLED)


def coming(*, at, region="", kind=""):
    """The published events that are not over, the next first."""
    found = Event.objects.published().filter(ends_at__gte=at).exclude(state=State.HELD)
    return _asked(found, region, kind).select_related(*RELATED)


def past(*, at, region="", kind=""):
    """Those that were held, or whose day has passed; the last first."""
    found = Event.objects.published().filter(Q(ends_at__lt=at) | Q(state=State.HELD))
    found = found.exclude(state=State.CANCELLED)
    return _asked(found, region, kind).select_related(*RELATED).order_by("-starts_at", "pk")


def regions():
    """[(slug, region)] of the coordinations that published an event."""
    rows = Event.objects.published().order_by("coordination__region_name")
    return list(rows.values_list("coordination__slug", "coordination__region_name").distinct())


def registrations_of(user):
    """One's own that stand or were kept, the next event first."""
    if not user.is_authenticated:
        return []
    rows = Registration.objects.filter(user=user).exclude(state=Place.CANCELLED)
    related = ("event__coordination", "event__commune", "structure", "certificate")
    return list(rows.select_related(*related).order_by("event__starts_at", "pk"))


def own_line(event, user):
    """One's own line of an event, given up or not, or None."""
    if not user.is_authenticated:
        return None
    related = ("event__coordination", "structure", "certificate", "dossier__project")
    return event.registrations.filter(user=user).select_related(*related).first()


def rank_of(registration):
    """The place in the waiting list, from one."""
    before = Q(asked_at__lt=registration.asked_at) | Q(
        asked_at=registration.asked_at, pk__lt=registration.pk
    )
    rows = Registration.objects.filter(event=registration.event_id, state=Place.WAITING)
    return rows.filter(before).count() + 1


def on_behalf_of(user, event):
    """The structures and the dossiers one may come for: (structures, dossiers of that region)."""
    held = Dossier.objects.filter(Dossier.objects.held_by(user)) if user.is_authenticated else []
    dossiers = held.filter(edition__coordination=event.coordination_id)
    dossiers = dossiers.exclude(state=DossierState.ABANDONED)
    related = ("structure", "project", "edition")
    return list(structures_of(user).order_by("name", "pk")), list(
        dossiers.select_related(*related).order_by("-edition__year", "reference")
    )


def events_kept(user):
    """The desk's list: coming first, with how many are in and how many wait."""
    waiting = Count("registrations", filter=Q(registrations__state=Place.WAITING))
    order = Case(When(state__in=DONE, then=Value(1)), default=Value(0), output_field=IntegerField())
    found = Event.objects.kept_by(user).annotate(waiting=waiting, done=order)
    return found.select_related(*RELATED).order_by("done", "starts_at", "pk")


def lines_of(event, user, *, text="", state=""):
    """The registrations as the desk reads them; a dossier one is kept away from is not named."""
    rows = event.registrations.select_related(
        "user", "structure__commune", "dossier__project", "certificate"
    )
    if state:
        rows = rows.filter(state=state)
    if text:
        named = Q(user__first_name__icontains=text) | Q(user__last_name__icontains=text)
        rows = rows.filter(named | Q(structure__name__icontains=text))
    found = list(rows.annotate(rank=_rank()).order_by("rank", "asked_at", "pk"))
    return _without_kept_away(found, user)


def by_name(event, user):
    """Those who have places, by name: the sheet of the day."""
    rows = event.registrations.filter(state__in=SEATED).select_related(
        "user", "structure__commune", "certificate"
    )
    return list(rows.order_by(F("user__last_name").asc(), "user__first_name", "pk"))


def tally(event):
    """How many lines, adults, young people and meals there are, by state."""
    rows = event.registrations.order_by().values("state")
    counts = rows.annotate(
        lines=Count("pk"), adult=Sum("adults"), young=Sum("youths"), meal=Sum("meals")
    )
    return {row["state"]: row for row in counts}


def _without_kept_away(lines, user):
    about = {one.dossier_id for one in lines if one.dossier_id}
    shown = set()
    if about:
        seen = Dossier.objects.judged_by(user).filter(pk__in=about)
        shown = set(seen.values_list("pk", flat=True))
    for one in lines:
        one.shown_dossier = one.dossier if one.dossier_id in shown else None
    return lines


def _rank():
    cases = [When(state=state, then=Value(rank)) for rank, state in enumerate(RANKS)]
    return Case(*cases, output_field=IntegerField())


def _asked(found, region, kind):
    if region:
        found = found.filter(coordination__slug=region)
    return found.filter(kind=kind) if kind else found
