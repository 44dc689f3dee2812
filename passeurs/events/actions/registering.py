"""Asking for a place, changing one's line, giving it up."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from passeurs.accounts.models import User
from passeurs.core.refusals import Refused
from passeurs.core.typography import plural

from ..enums import Place, State
from ..models import Event, Registration
from ..workflow import place
from .holding import give_back, hold, note, promote, take, tell

CANCELLED = "Cette rencontre est annulée\u00a0: on ne s’y inscrit plus."
NOT_OPEN = "Les inscriptions ne sont pas encore ouvertes."
CLOSED = "Les inscriptions sont closes. Écrivez à la coordination\u00a0: une place peut se libérer."
TWICE = "Vous êtes déjà inscrit à cette rencontre\u00a0: changez votre inscription."
BEGUN = "La rencontre a commencé\u00a0: l’inscription ne change plus."
TOO_MANY = "C’est plus de places que la rencontre n’en compte en tout."
NOT_IN = "Vous n’êtes pas inscrit à cette rencontre."
NO_NEEDS = {"meals": 0, "diets": [], "travel": "", "travel_from": ""}


@transaction.atomic
def register(event: Event, facts: Mapping[str, Any], *, by: User, at: datetime) -> Registration:
    """Ask for places: given if they fit, else the end of the waiting list. Told and journaled.

    The structure becomes known to the coordination. Raises `Refused` before the opening, after
    the close, once cancelled, when one is in already, or for more places than there are.
    """
    held = hold(event)
    _refuse_closed(held, at=at)
    known = held.registrations.filter(user=by).first()
    if known is not None and known.state != Place.CANCELLED:
        raise Refused(TWICE)
    size = facts["adults"] + facts["youths"]
    if size > held.capacity:
        raise Refused(TOO_MANY)
    state = Place.REGISTERED if take(held, size) else Place.WAITING
    line = known or Registration(event=held, user=by, turn=0)
    _write(line, facts)
    line.state, line.asked_at, line.reminded = state, at, ""
    line.turn += 1
    line.save()
    line.structure.coordinations.add(held.coordination)
    name = "registered" if state == Place.REGISTERED else "waiting"
    tell(line, held, name, at=at)
    note(name, line, held, by=by, at=at)
    return line


@transaction.atomic
def change_registration(
    registration: Registration, facts: Mapping[str, Any], *, by: User, at: datetime
) -> None:
    """Change how many come and what they need; places given back go to who waits. Journaled.

    Raises `Refused` once the event has begun or is cancelled, when one gave up meanwhile, and for
    more places than are left.
    """
    held = hold(registration.event)
    line = _standing(held, registration, at=at)
    more = facts["adults"] + facts["youths"] - line.size
    if line.size + more > held.capacity:
        raise Refused(TOO_MANY)
    if line.state == Place.REGISTERED and more > 0 and not take(held, more):
        left = plural(held.room, "place")
        raise Refused(f"Il reste {left}\u00a0: trop peu pour ce que vous demandez en plus.")
    if line.state == Place.REGISTERED and more < 0:
        give_back(held, -more)
    _write(line, facts)
    line.save()
    note("registration_changed", line, held, by=by, at=at)
    promote(held, by=by, at=at)


@transaction.atomic
def give_up(registration: Registration, *, by: User, at: datetime) -> None:
    """Give one's place, or one's rank, back: the next of the list takes it. Journaled and told.

    What was said of meals and travel is erased at once. The coordination may do it for somebody.
    Raises `Refused` once the event has begun, or when it is done already.
    """
    held = hold(registration.event)
    line = _standing(held, registration, at=at)
    had_place = line.state == Place.REGISTERED
    place(line, "give_up", **NO_NEEDS)
    if had_place:
        give_back(held, line.size)
    tell(line, held, "gave_up", at=at)
    note("gave_up", line, held, by=by, at=at)
    promote(held, by=by, at=at)


def _refuse_closed(held: Event, *, at: datetime) -> None:
    if held.state == State.CANCELLED:
        raise Refused(CANCELLED)
    if held.state in {State.OPEN, State.DRAFT} and at < held.opens_at:
        raise Refused(NOT_OPEN)
    if not held.takes_registrations(at=at):
        raise Refused(CLOSED)


def _standing(held: Event, registration: Registration, *, at: datetime) -> Registration:
    if held.state == State.CANCELLED:
        raise Refused(CANCELLED)
    if held.state == State.HELD or at >= held.starts_at:
        raise Refused(BEGUN)
    related = held.registrations.select_related("user", "structure")
    line = related.filter(pk=registration.pk).first()
    if line is None or not line.stands:
        raise Refused(NOT_IN)
    return line


def _write(line: Registration, facts: Mapping[str, Any]) -> None:
    for name, value in facts.items():
        setattr(line, name, value)
