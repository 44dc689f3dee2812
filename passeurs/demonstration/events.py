"""Events of the demonstration: one to come, one that is full, one held with its certificates."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from passeurs.events.actions.attendance import issue_certificates, mark
from passeurs.events.actions.events import create_event, move_event
from passeurs.events.actions.fees import ask_fee, settle_fee
from passeurs.events.actions.registering import register
from passeurs.events.enums import FeeState, Place
from passeurs.events.models import Event
from passeurs.organisations.models import Membership
from passeurs.territories.models import Commune

SPRING = """Une journée pour se rencontrer entre porteurs, montrer les films des ateliers et préparer l’été.

Matin : projection des films d’ateliers, les jeunes présentent.
Après-midi : trois tables, le plein air, le droit à l’image, la programmation par les jeunes.

La gare est à dix minutes à pied."""
TRAINING = """Monter un atelier de pratique avec un artiste : choisir la forme, tenir le temps, montrer le film.

Avec une réalisatrice et un médiateur. On repart avec un canevas et un budget."""
AUTUMN = "Bilan de l’année, films d’ateliers, et ce que l’appel change."
MEETING = "Une heure en ligne pour les nouveaux porteurs : le calendrier, le Cerfa, vos questions."
PLANS = (
    # title, kind, days from now, from and to, places, words
    ("Rencontre régionale de printemps", "gathering", 45, (9, 17), 60, SPRING),
    ("Monter un atelier de pratique", "training", 18, (9, 17), 4, TRAINING),
    ("Premiers pas des porteurs", "meeting", 9, (18, 19), 40, MEETING),
    ("Rencontre régionale d’automne", "gathering", -20, (10, 16), 80, AUTUMN),
)
PLACES = {
    "gathering": ("Cinéma Le Quercy", "46042"),
    "training": ("La Trame, salle Alice-Guy", "31555"),
    "meeting": ("", ""),
}


def load_events(edition, agent, *, at):
    """Announce, fill, hold; the first event made. Nothing when there are some already."""
    coordination = edition.coordination
    if Event.objects.filter(coordination=coordination).exists():
        return Event.objects.filter(coordination=coordination).first()
    made = [_announce(coordination, edition, plan, agent, at=at) for plan in PLANS]
    people = _people(coordination)
    for event in made:
        _fill(event, people)
    _hold(made[-1], agent)
    _ask_fees(coordination, people, agent, at=at)
    return made[0]


def _announce(coordination, edition, plan, agent, *, at):
    title, kind, days, hours, capacity, words = plan
    zone = ZoneInfo(coordination.timezone)
    day = at.astimezone(zone).date() + timedelta(days=days)
    start, end = (datetime.combine(day, time(hour), zone) for hour in hours)
    place, insee = PLACES[kind]
    facts = {
        "kind": kind,
        "title": title,
        "description": words,
        "edition": edition,
        "place": place,
        "commune": Commune.objects.filter(insee=insee).first() if insee else None,
        "video_link": "" if place else "https://visio.example/porteurs",
        "capacity": capacity,
        "starts_at": start,
        "ends_at": end,
        "opens_at": min(at, start) - timedelta(days=30),
        "closes_at": start,
        "has_meals": bool(place),
        "has_travel": bool(place),
        "welcomes_youth": kind == "gathering",
        "counts_for": kind if kind != "meeting" else "",
    }
    early = min(at, start - timedelta(days=15))
    event = create_event(coordination, facts, by=agent, at=early)
    move_event(event, "open", by=agent, at=early)
    event.refresh_from_db()
    return event


def _people(coordination):
    rows = Membership.objects.filter(structure__coordinations=coordination)
    rows = rows.filter(role="representative", structure__absorbed_by=None)
    found = {}
    for row in rows.select_related("user", "structure").order_by("pk"):
        found.setdefault(row.user_id, row)
    return list(found.values())


def _fill(event, people):
    early = event.created_at
    for rank, one in enumerate(people[:12]):
        facts = {
            "structure": one.structure,
            "dossier": None,
            "adults": 1 + (rank % 3 == 0),
            "youths": (0, 6, 3)[rank % 3] if event.welcomes_youth else 0,
            "meals": 1 if event.has_meals else 0,
            "diets": ["vegetarian"] if event.has_meals and rank % 4 == 0 else [],
            "travel": ("", "offers", "needs")[rank % 3] if event.has_travel else "",
            "travel_from": "",
        }
        register(event, facts, by=one.user, at=early + timedelta(minutes=rank))


def _hold(event, agent):
    """Everybody came but the last; the certificates are made."""
    seated = event.registrations.filter(state=Place.REGISTERED)
    lines = list(seated.select_related("event").order_by("pk"))
    for one in lines:
        name = "absent" if one is lines[-1] and len(lines) > 1 else "came"
        mark(one, name, by=agent, at=event.starts_at)
    move_event(event, "hold", by=agent, at=event.ends_at)
    issue_certificates(at=event.ends_at)


def _ask_fees(coordination, people, agent, *, at):
    year = at.astimezone(ZoneInfo(coordination.timezone)).date()
    for rank, one in enumerate(people[:8]):
        fee = ask_fee(coordination, one.structure, year.year, by=agent, at=at)
        if rank % 3 == 0:
            settle_fee(fee, FeeState.PAID, year - timedelta(days=rank), by=agent, at=at)
