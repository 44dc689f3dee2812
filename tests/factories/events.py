"""Events, and people who may come to them."""

from datetime import timedelta

from passeurs.events.actions.events import create_event, move_event
from passeurs.events.actions.registering import register
from passeurs.events.models import Event
from tests.factories import organisations
from tests.factories.accounts import person


def facts(at, **changed):
    """What an event in twenty days is made of; registrations are open."""
    start = at + timedelta(days=20)
    told = {"kind": "gathering", "title": "Rencontre régionale", "description": "Des films."}
    told |= {"place": "Cinéma Le Quercy", "commune": None, "video_link": "", "capacity": 10}
    told |= {"starts_at": start, "ends_at": start + timedelta(hours=7)}
    told |= {"opens_at": at - timedelta(days=1), "closes_at": start, "edition": None}
    told |= dict.fromkeys(("has_meals", "has_travel", "welcomes_youth"), True)
    return told | {"counts_for": "gathering"} | changed


def event(coordination, agent, *, at, state="open", **changed):
    """An event of a coordination, open unless told."""
    made = create_event(coordination, facts(at, **changed), by=agent, at=at)
    if state == "open":
        move_event(made, "open", by=agent, at=at)
    else:
        Event.objects.filter(pk=made.pk).update(state=state)
    made.refresh_from_db()
    return made


def line(structure, **changed):
    """What somebody says when they register."""
    told = {"structure": structure, "dossier": None, "adults": 1, "youths": 0, "meals": 0}
    return told | {"diets": [], "travel": "", "travel_from": ""} | changed


def registered(event, *, at, user=None, structure=None, **changed):
    user = user or person()
    structure = structure or organisations.structure(representative=user)
    return register(event, line(structure, **changed), by=user, at=at)
