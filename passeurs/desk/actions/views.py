"""Keeping filters under a name, for oneself or for the team."""

from datetime import datetime

from passeurs.accounts.models import User
from passeurs.core.refusals import Refused
from passeurs.organisations.models import Coordination

from ..models import SavedView

MOST = 30


def keep_view(view: SavedView, *, by: User, at: datetime) -> SavedView:
    """Keep the view; the same name again replaces the filters of the first.

    Raises `Refused` for somebody of no coordination, or past thirty views of one's own.
    """
    coordination = Coordination.objects.filter(team__user=by, team__role="coordination").first()
    if coordination is None:
        raise Refused("Seule l’équipe d’une coordination garde des vues.")
    others = SavedView.objects.filter(owner=by).exclude(name=view.name)
    if others.count() >= MOST:
        raise Refused(f"Vous gardez déjà {MOST} vues : oubliez-en une d’abord.")
    kept, _ = SavedView.objects.update_or_create(
        coordination=coordination,
        owner=by,
        name=view.name,
        defaults={"query": view.query, "is_shared": view.is_shared, "created_at": at},
    )
    return kept


def forget_view(view: SavedView, *, by: User) -> None:
    """Forget the view. Raises `Refused` for another's, shared or not."""
    if view.owner_id != by.pk:
        raise Refused("Seule la personne qui a gardé cette vue peut l’oublier.")
    view.delete()
