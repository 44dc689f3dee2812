"""The person's own word: nobody is listed without it, and it is taken back in one click."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from passeurs.accounts.models import User
from passeurs.core.refusals import Refused
from passeurs.journal.actions import record
from passeurs.notifications.actions import notify, post
from passeurs.notifications.enums import Family
from passeurs.notifications.rendering import render
from passeurs.organisations.enums import TeamRole
from passeurs.organisations.models import Structure
from passeurs.organisations.queries import team_of

from ..enums import Review, Through
from ..links import token_of
from ..models import Consent, Practitioner

WORDS = (
    "J’accepte que ma fiche paraisse dans l’annuaire public des intervenants\u00a0: mon nom, mes "
    "métiers, mes langues, mes lieux, ma présentation, mes références, mon site et les coordonnées "
    "que j’ai cochées. Je peux la retirer à tout moment, en un clic."
)
"""What one agrees to; kept with each consent, so that a later wording changes none of them."""

AGAIN_AFTER = timedelta(days=7)
NO_ADDRESS = "Cette fiche n’a pas d’adresse électronique\u00a0: ajoutez-la avant d’écrire."
SET_ASIDE = "La coordination a écarté cette fiche\u00a0: elle ne peut pas paraître."


@transaction.atomic
def invite_to_agree(
    card: Practitioner, *, by: User, at: datetime, structure: Structure | None = None
) -> None:
    """Write to the person that a card exists, with the link that shows, corrects or removes it.

    Raises Refused without an address, when they agreed already, or within a week of the last one.
    """
    if not card.email:
        raise Refused(NO_ADDRESS)
    if card.agrees:
        raise Refused("Cette personne a déjà donné son accord.")
    if card.invited_at and at < card.invited_at + AGAIN_AFTER:
        raise Refused(
            "Un message lui est déjà parti cette semaine\u00a0: laissez-lui le temps de répondre."
        )
    card.invited_at = at
    card.save(update_fields=["invited_at"])
    sender = structure.name if structure else card.coordination.name
    _write(card, "invited", {"sender": sender}, at=at)
    record("practitioner.invite", by=by, at=at, obj=card, scope=card.coordination.slug)


@transaction.atomic
def send_link(card: Practitioner, *, at: datetime) -> None:
    """Send the person's own link again, to their own address."""
    _write(card, "link", {}, at=at)
    record("practitioner.link", by=None, at=at, obj=card, scope=card.coordination.slug)


@transaction.atomic
def give_consent(
    card: Practitioner, *, through: Through, by: User | None, at: datetime
) -> Consent | None:
    """Write down that the person agrees; None when they had already (a second click).

    A card that the coordination has not read yet waits for it, and its team is told. Raises
    Refused for a card that was set aside.
    """
    if card.review == Review.SET_ASIDE:
        raise Refused(SET_ASIDE)
    try:
        with transaction.atomic():
            given = Consent.objects.create(
                practitioner=card, words=WORDS, given_at=at, given_through=through
            )
    except IntegrityError:
        return None
    card.has_agreed = True
    scope = card.coordination.slug
    record("practitioner.agree", by=by, at=at, obj=card, data={"through": through}, scope=scope)
    if card.review == Review.NEW:
        team = team_of(card.coordination, TeamRole.COORDINATION)
        key = f"practitioner.to_review:{card.pk}:{given.pk}"
        notify(
            team,
            "network/emails/to_review",
            {"card": card},
            key=key,
            at=at,
            family=Family.DESK,
        )
    return given


@transaction.atomic
def withdraw_consent(
    card: Practitioner, *, through: Through, by: User | None, at: datetime
) -> None:
    """Take the card out of everything public, at once; taken back twice, it stays so."""
    live = Consent.objects.filter(practitioner=card, withdrawn_at=None)
    if live.update(withdrawn_at=at, withdrawn_through=through):
        scope = card.coordination.slug
        record(
            "practitioner.withdraw", by=by, at=at, obj=card, data={"through": through}, scope=scope
        )
    card.has_agreed = False


def _write(card: Practitioner, name: str, context: dict[str, object], *, at: datetime) -> None:
    """The link is a key to the card: its message is forgotten once it has left."""
    letter = render(f"network/emails/{name}", {"card": card, "token": token_of(card), **context})
    key = f"practitioner.{name}:{card.pk}:{at.isoformat()}"
    post(card.email, letter, key=key, at=at, is_secret=True)
