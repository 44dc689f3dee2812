"""The exchanges of a dossier: the flow, who takes part, what is still to be read."""

from django.db.models import CharField, Count, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Concat

from passeurs.accounts.models import User
from passeurs.organisations.enums import TeamRole
from passeurs.organisations.queries import team_of

from ..enums import Side
from ..models import Dossier, DossierMember, Message, MessageFile, Reading


def side_of(dossier, user):
    """On which side a person writes; None for who only reads, or is neither."""
    roles = dossier.access_roles(user)
    if any(role.startswith("holder_") for role in roles):
        return Side.HOLDER
    return Side.COORDINATION if "coordination" in roles else None


def people_of_side(dossier, side):
    """Everybody of a side today: who has left is no longer written to."""
    if side == Side.COORDINATION:
        return team_of(dossier.edition.coordination_id, TeamRole.COORDINATION)
    members = Q(memberships__structure=dossier.structure_id)
    guests = DossierMember.objects.in_force().filter(dossier=dossier)
    held = User.objects.filter(members | Q(pk__in=guests.values("user")), is_active=True)
    return list(held.distinct().order_by("first_name", "last_name", "pk"))


def flow_of(dossier):
    """The messages, oldest first, each with its author and files."""
    found = dossier.messages.select_related("author").prefetch_related("files__file")
    return found.order_by("pk")


def file_in(dossier, pk):
    """A file of the flow, or None."""
    found = MessageFile.objects.filter(message__dossier=dossier, pk=pk)
    return found.select_related("file", "message").first()


def read_up_to(dossier, user):
    """The last message a person has read, 0 before the first."""
    rows = Reading.objects.filter(dossier=dossier, user=user).values_list("up_to", flat=True)
    return rows.first() or 0


def unread(user, side):
    """For a queryset of dossiers: how many messages of that side the person has not read."""
    fresh = _fresh(user).filter(side=side)
    counted = fresh.values("dossier").annotate(many=Count("pk")).values("many")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


def _fresh(user):
    """The messages of a dossier that the person has not read."""
    read = Reading.objects.filter(user=user, dossier=OuterRef("dossier")).values("up_to")[:1]
    fresh = Message.objects.filter(dossier=OuterRef("pk"))
    return fresh.filter(pk__gt=Coalesce(Subquery(read), 0)).order_by()


def with_unread(dossiers, user):
    """Bring along how much each side has written that the person has not read."""
    fresh = (
        _fresh(user)
        .values("dossier")
        .annotate(
            told=Concat(
                *(Count("pk", filter=Q(side=Side.HOLDER)), Value(" ")),
                Count("pk", filter=Q(side=Side.COORDINATION)),
                output_field=CharField(),
            )
        )
    )
    return dossiers.annotate(new_by_side=Subquery(fresh.values("told")))


def to_read(dossier, user):
    """How many messages of the other side a person has not read; None where it is not theirs.

    The dossier was found by `for_reading`, which counts with it.
    """
    from_holder, from_coordination = map(int, (dossier.new_by_side or "0 0").split())
    match side_of(dossier, user):
        case Side.HOLDER:
            return from_coordination
        case Side.COORDINATION:
            return from_holder
    return None


def unread_at_desk(user):
    """The dossiers whose holders have written something that the person has not read."""
    mine = Dossier.objects.filter(
        edition__coordination__team__user=user,
        edition__coordination__team__role=TeamRole.COORDINATION,
        messages__side=Side.HOLDER,
    ).distinct()
    found = mine.annotate(to_read=unread(user, Side.HOLDER)).filter(to_read__gt=0)
    return found.select_related("project", "structure").order_by("pk")


def to_mail(*, before):
    """The (dossier, side) of which a message has waited since then."""
    waiting = Message.objects.filter(mailed_at=None, at__lte=before).order_by()
    return list(waiting.values_list("dossier", "side").distinct())
