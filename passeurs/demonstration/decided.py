"""A committee of another region, from the call to the letters: what « décidé » looks like."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from passeurs.accounts.models import User
from passeurs.committee.actions import holding
from passeurs.committee.actions.deciding import Choice, decide
from passeurs.committee.actions.envelopes import add_envelope
from passeurs.committee.actions.letters import ask_letters, mark_read, prepare_letter
from passeurs.committee.actions.minutes import approve_minutes, make_minutes
from passeurs.committee.actions.passages import put_on_order
from passeurs.committee.actions.publishing import publish
from passeurs.committee.actions.seats import give_seat, invite_everyone
from passeurs.committee.actions.sittings import create_sitting, move_sitting
from passeurs.committee.models import Minutes, Sitting
from passeurs.dossiers.enums import State
from passeurs.dossiers.models import Dossier
from passeurs.instruction.actions.admission import admit
from passeurs.instruction.actions.pieces import verify_piece
from passeurs.instruction.queries.pieces import pieces_of
from passeurs.organisations.enums import TeamRole
from passeurs.organisations.models import TeamMember

ADMITTED, CALLED, TOLD = timedelta(days=-12), timedelta(days=-11), timedelta(days=9)
"""When the dossiers were admitted, the committee called, the letters sent: from its day."""
NINE, NOON = time(9), time(12)
ENVELOPE = {
    "funder": "DRAC Bretagne",
    "source": "drac",
    "total": Decimal(4500),
    "ceiling": Decimal(6000),
    "share": Decimal(70),
    "step": Decimal(50),
}
CONDITIONS = (
    "Associer le cinéma Le Celtic au choix des films, et nous envoyer le calendrier avant le "
    "premier atelier."
)
LATER = "Un beau projet de salle ; l’enveloppe de cette séance n’y suffit pas."
GIVEN = Decimal(2800)


@dataclass(frozen=True)
class Sat:
    """Somebody of the team who sits."""

    first_name: str
    last_name: str
    role: str
    body: str
    seat: str

    @property
    def email(self):
        return f"{self.first_name}.{self.last_name}@demonstration.example".lower()


SEATS = (
    Sat("Rozenn", "Guivarch", TeamRole.DRAC, "DRAC Bretagne", "president"),
    Sat("Tanguy", "Salaun", TeamRole.COMMITTEE, "Programmateur", "member"),
)


def load_decided(edition, agent):
    """Two dossiers, one granted and one on the waiting list, told to their holders; the sitting.

    None where a visitor left no dossier to decide of.
    """
    day = Sitting.objects.filter(edition=edition).exists() or _day(edition)
    filed = Dossier.objects.filter(edition=edition, state=State.SUBMITTED).order_by("reference")
    dossiers = list(filed.select_related("edition__coordination"))
    if day is True or not dossiers:
        return None
    for dossier in dossiers:
        _admit(dossier, by=agent, at=_at(day + ADMITTED, NINE, edition))
    sitting = _call(edition, dossiers, day, agent)
    _hold(sitting, _at(day, NINE, edition), agent)
    _tell(sitting, agent, at=_at(day + TOLD, NINE, edition))
    return sitting


def _day(edition):
    return datetime.fromisoformat(edition.document()["calendar"]["committee"]).date()


def _at(day, clock, edition):
    return datetime.combine(day, clock, ZoneInfo(edition.timezone))


def _admit(dossier, *, by, at):
    for piece in pieces_of(dossier, at=at):
        if piece.is_present:
            verify_piece(dossier, piece.slot.key, by=by, at=at)
    admit(dossier, by=by, at=at)


def _call(edition, dossiers, day, agent):
    by = {"by": agent, "at": _at(day + CALLED, NINE, edition)}
    facts = {"name": "Comité de la première séance", "place": "Les Lanternes, Rennes"}
    facts |= {"starts_at": _at(day, NINE, edition), "ends_at": _at(day, NOON, edition)}
    sitting = create_sitting(edition, facts | {"quorum": 2, "video_link": ""}, **by)
    for one in SEATS:
        person = _person(one, edition.coordination)
        give_seat(sitting, person, body=one.body, role=one.seat, stands_in_for=None, **by)
    put_on_order(sitting, dossiers, **by)
    invite_everyone(sitting, **by)
    move_sitting(sitting, "read", **by)
    add_envelope(sitting, ENVELOPE, **by)
    return sitting


def _person(sat, coordination):
    names = {"first_name": sat.first_name, "last_name": sat.last_name}
    user, _ = User.objects.get_or_create(email=sat.email, defaults=names)
    TeamMember.objects.get_or_create(user=user, coordination=coordination, role=sat.role)
    return user


def _hold(sitting, at, agent):
    """The first of the order receives what it asks, nearly; the next waits."""
    by = {"by": agent, "at": at}
    move_sitting(sitting, "deliberate", **by)
    for seat in sitting.seats.select_related("sitting", "user"):
        holding.mark(seat, is_here=True, **by)
    envelope = sitting.envelopes.get()
    first = Choice("granted", amounts={envelope.pk: GIVEN}, conditions=CONDITIONS)
    choices = [first, *(Choice("waiting", reason=LATER, rank=n) for n in range(1, 9))]
    for passage, choice in zip(sitting.passages.select_related("sitting"), choices, strict=False):
        holding.show(passage, **by)
        decide(passage, choice, version=0, **by)
    move_sitting(sitting, "end", by=agent, at=at + timedelta(hours=3))
    minutes = make_minutes(sitting, "", by=agent, at=at + timedelta(hours=4))
    head = sitting.seats.get(role="president").user
    approve_minutes(Minutes.objects.get(pk=minutes.pk), by=head, at=at + timedelta(hours=30))


def _tell(sitting, agent, *, at):
    publication = ask_letters(sitting, by=agent, at=at)
    for letter in publication.letters.select_related("publication__sitting"):
        prepare_letter(letter, at=at)
        letter.refresh_from_db()
        mark_read(letter, digest=letter.digest, by=agent, at=at)
    publish(sitting, by=agent, at=at + timedelta(hours=1))
