"""Dossiers found and listed; every read starts from `visible_to`."""

from django.db.models import DateTimeField, Exists, OuterRef, Subquery, UUIDField, Value
from django.db.models.functions import Concat
from django.utils import timezone

from passeurs.core.given import Given, GivenPerson, Prepared
from passeurs.organisations.models import Membership

from ..enums import Side
from ..models import Dossier, DossierMember
from ..rules import GONE_AFTER
from .corrections import correction_until
from .faces import with_faces
from .messages import unread, with_unread
from .presence import shared_since
from .proposals import proposed_to
from .requests import awaited_until
from .typing import typed_waiting


def read_one(user, pk):
    """One of a person's dossiers, as `for_reading` finds it; raises `Dossier.DoesNotExist`."""
    if not user.is_authenticated:
        raise Dossier.DoesNotExist
    return SCREEN.one(reader=user.pk, pk=pk, alive_since=timezone.now() - GONE_AFTER)


def act_on_one(user, pk):
    """One of a person's dossiers, as `for_acting` finds it; raises `Dossier.DoesNotExist`."""
    if not user.is_authenticated:
        raise Dossier.DoesNotExist
    return ACT.one(reader=user.pk, pk=pk)


def for_acting(user):
    """A person's dossiers, in one query, with their roles: for an answer that draws no screen."""
    found = Dossier.objects.visible_to(user).with_roles_of(user)
    return found.select_related(
        "edition__coordination", "structure__commune", "project", "audience", "carried_over"
    )


def for_reading(user, *, alive_since=None):
    """Those, with all that a screen's head shows; others are there if alive since that instant."""
    since = alive_since or timezone.now() - GONE_AFTER
    found = with_faces(for_acting(user)).annotate(
        is_shared_now=shared_since(user, since),
        has_typed_waiting=typed_waiting(),
        asked_until=awaited_until(),
        correct_until=correction_until(),
        is_proposed_to=proposed_to(),
    )
    return with_unread(found, user)


READER, PK = GivenPerson("reader"), Given("pk", UUIDField())
SINCE = Given("alive_since", DateTimeField())
ACT = Prepared(lambda: for_acting(READER).filter(pk=PK))
SCREEN = Prepared(lambda: for_reading(READER, alive_since=SINCE).filter(pk=PK))


def dossiers_of(user):
    """Those of a person's own structures and those shared with them, last touched first.

    `shared_by` names who shared it, where the person is no member of the structure; `to_read`
    counts the coordination's messages not read yet.
    """
    held = Dossier.objects.filter(Dossier.objects.held_by(user))
    told = {"shared_by": _shared_by(user), "to_read": unread(user, Side.COORDINATION)}
    told["asked_until"] = awaited_until()
    return held.annotate(**told).select_related("edition__coordination", "structure", "project")


def _shared_by(user):
    is_member = Membership.objects.filter(user=user, structure=OuterRef("dossier__structure"))
    places = DossierMember.objects.filter(user=user, dossier=OuterRef("pk"), is_guest=True)
    name = Concat("added_by__first_name", Value(" "), "added_by__last_name")
    return Subquery(places.filter(~Exists(is_member)).annotate(name=name).values("name")[:1])
