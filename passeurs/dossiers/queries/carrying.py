"""The earlier dossiers one may start from, and what is read of them."""

from passeurs.eligibility.wording import folded
from passeurs.organisations.queries import structures_written_by

from ..models import Dossier, FieldChange
from .document import dump
from .exchange import listed_films_of
from .filing import latest_snapshot

MOST = 30


def earlier_dossiers(user, edition):
    """Those of the structures one writes for, in other editions, last touched first."""
    structures = structures_written_by(user).values("pk")
    found = Dossier.objects.visible_to(user).filter(structure__in=structures)
    found = found.exclude(edition=edition)
    return found.select_related("edition", "structure__commune", "project", "audience")[:MOST]


def earlier_dossier(user, edition, pk):
    """One of them, or None."""
    structures = structures_written_by(user).values("pk")
    found = Dossier.objects.visible_to(user).filter(structure__in=structures, pk=pk)
    return (
        found.exclude(edition=edition)
        .select_related("edition__coordination", "structure__commune", "project", "audience")
        .first()
    )


def document_of(dossier):
    """The dossier as it was last filed, else as it stands."""
    filed = latest_snapshot(dossier)
    return filed.document if filed else dump(dossier, context=False)


def on_list_of(document, edition):
    """Whether a film of an action is on this year's list: title, and year where it is told."""
    listed = listed_films_of(document, edition)

    def is_on_list(film, action):
        drawn_from = film.get("list") or action.get("kind")
        found = listed.get((drawn_from, folded(film["title"]), film.get("year")))
        return found is not None and found.withdrawn_at is None

    return is_on_list


def to_confirm(dossier):
    """The lines whose sum came from an earlier dossier, and that nobody wrote or confirmed since.

    Without a question for a dossier that was opened from nothing, found by `for_reading`.
    """
    carried = getattr(dossier, "carried_over", None)
    if carried is None or not carried.amounts:
        return []
    changes = FieldChange.objects.filter(dossier=dossier, section="budget", at__gte=carried.at)
    written = {row or field for row, field in changes.values_list("row", "field")}
    left = [key for key in carried.amounts if key not in written]
    return [line for line in dossier.budgetlines.all() if _field_of(line) in left]


def _field_of(line):
    return "project-drac" if line.funder_kind == "drac" else line.key
