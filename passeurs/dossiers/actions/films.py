"""A film leaves a list: the dossiers that chose it keep it, and are told."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from passeurs.calls.models import Edition
from passeurs.films.actions.importing import Listed, fill_list, withdraw_one
from passeurs.films.matching import Judged
from passeurs.films.models import ListedFilm
from passeurs.notifications.actions import notify
from passeurs.notifications.enums import Family
from passeurs.spreadsheets.actions import forget_pending
from passeurs.spreadsheets.models import PendingFile

from ..enums import State
from ..models import ActionFilm, Dossier
from ..queries.people import people_to_tell


@transaction.atomic
def import_list(  # noqa: PLR0913 - what, where, how, by whom
    edition: Edition,
    list_code: str,
    judged: Sequence[Judged],
    *,
    pending: PendingFile,
    replaces: bool,
    reason: str,
    by: Any,
    at: datetime,
) -> Listed:
    """Fill the list, forget the file, tell the dossiers whose films left it: all or nothing.

    Raises `Refused` as `fill_list`, and `PendingFile.DoesNotExist` on a second click.
    """
    PendingFile.objects.select_for_update().get(pk=pending.pk)
    found = fill_list(edition, list_code, judged, replaces=replaces, reason=reason, by=by, at=at)
    tell_withdrawn(found.withdrawn, reason=reason, at=at)
    forget_pending(pending)
    return found


@transaction.atomic
def withdraw_film(listed: ListedFilm, *, reason: str, by: Any, at: datetime) -> None:
    """Take one film off its list and tell the dossiers that chose it. Raises `Refused` without a
    reason.
    """
    tell_withdrawn(withdraw_one(listed, reason=reason, by=by, at=at), reason=reason, at=at)


def tell_withdrawn(listings: Sequence[int], *, reason: str, at: datetime) -> None:
    """Each dossier that chose one of them and may still be judged: its writers, once, by name."""
    if not listings:
        return
    choices = ActionFilm.objects.filter(listed_film__withdrawn_at=at).exclude(
        action__dossier__state=State.ABANDONED
    )
    titles: dict[Any, set[str]] = defaultdict(set)
    gone = set(listings)
    rows = choices.values_list("listed_film", "action__dossier", "listed_film__film__title")
    for dossier_id, title in [row[1:] for row in rows if row[0] in gone]:
        titles[dossier_id].add(title)
    dossiers = Dossier.objects.filter(pk__in=titles).select_related(
        "edition__coordination", "project", "structure"
    )
    for dossier in dossiers:
        _tell(dossier, sorted(titles[dossier.pk]), reason=reason, at=at)


def _tell(dossier: Dossier, titles: list[str], *, reason: str, at: datetime) -> None:
    writers, _ = people_to_tell(dossier)
    context = {"dossier": dossier, "edition": dossier.edition, "titles": titles, "reason": reason}
    key = f"film.withdrawn:{dossier.pk}:{at.isoformat()}"
    notify(
        writers,
        "dossiers/emails/film_withdrawn",
        context,
        key=key,
        at=at,
        family=Family.NEWS,
    )
