"""A film that holders would like to show, and the coordination's answer."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from passeurs.accounts.models import User
from passeurs.calls.models import Edition
from passeurs.core.folding import fold
from passeurs.core.refusals import Refused
from passeurs.journal.actions import record
from passeurs.notifications.actions import notify
from passeurs.organisations.models import Structure

from ..enums import WishState
from ..models import FilmWish
from ..queries import listed

ALREADY_LISTED = (
    "«\u00a0{film}\u00a0» est déjà sur cette liste\u00a0: choisissez-le dans votre action."
)
MOST_WAITING = 20


@transaction.atomic
def wish_for_film(
    edition: Edition, structure: Structure, facts: Mapping[str, Any], *, by: User, at: datetime
) -> FilmWish:
    """Keep the wish for the coordination; the same one again is one wish, its words renewed.

    Raises Refused when the film is on the list already, or past twenty wishes left unanswered.
    """
    match = fold(facts["title"])[:220]
    if film := _on_the_list(edition, facts):
        raise Refused(ALREADY_LISTED.format(film=film))
    waiting = FilmWish.objects.filter(edition=edition, structure=structure, state=WishState.WAITING)
    if same := waiting.filter(match=match, list=facts["list"]).first():
        same.reason, same.year, same.by, same.at = facts["reason"], facts["year"], by, at
        same.save()
        return same
    if waiting.count() >= MOST_WAITING:
        raise Refused(
            f"{MOST_WAITING} souhaits attendent déjà une réponse\u00a0: laissez-la venir."
        )
    return FilmWish.objects.create(edition=edition, structure=structure, by=by, at=at, **facts)


def _on_the_list(edition: Edition, facts: Mapping[str, Any]) -> Any:
    """The film of that title (and year, when it is told), accents and capitals aside."""
    wanted = fold(facts["title"])
    films = listed(edition, facts["list"]).matching(facts["title"])
    if facts["year"]:
        films = films.filter(year=facts["year"])
    return next((film for film in films[:50] if fold(film.title) == wanted), None)


@transaction.atomic
def answer_wishes(
    wishes: Iterable[FilmWish], state: str, *, answer: str, by: User, at: datetime
) -> list[FilmWish]:
    """Say the same of every wish for a film, and tell each holder once.

    Only those still waiting are answered: of two clicks one wins. Raises Refused when none is.
    """
    pks = [wish.pk for wish in wishes]
    waiting = FilmWish.objects.select_for_update().filter(pk__in=pks, state=WishState.WAITING)
    answered = list(waiting.select_related("edition__coordination", "by", "structure"))
    if not answered:
        raise Refused("Ces souhaits ont déjà leur réponse\u00a0: rechargez la page.")
    FilmWish.objects.filter(pk__in=[wish.pk for wish in answered]).update(
        state=state, answer=answer, answered_by=by, answered_at=at
    )
    for wish in answered:
        wish.state, wish.answer, wish.answered_at = state, answer, at
        _tell(wish, by=by, at=at)
    return answered


def _tell(wish: FilmWish, *, by: User, at: datetime) -> None:
    scope = wish.edition.coordination.slug
    data = {"film": str(wish), "state": str(wish.state), "structure": str(wish.structure_id)}
    record("film.answer_wish", by=by, at=at, obj=wish.edition, data=data, scope=scope)
    if wish.by.is_active:
        context = {"wish": wish, "edition": wish.edition}
        notify([wish.by], "films/emails/wish_answered", context, key=f"film.wish:{wish.pk}", at=at)
