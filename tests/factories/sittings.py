"""A sitting that has ended, its decisions noted."""

from decimal import Decimal

from passeurs.committee.actions.envelopes import add_envelope
from passeurs.committee.actions.passages import put_on_order
from passeurs.committee.models import Decision, Grant, Sitting
from passeurs.committee.preparing import prepare
from passeurs.dossiers.models import Dossier
from tests.factories import dossiers as factory

DRAC = {
    "funder": "DRAC Occitanie",
    "source": "drac",
    "total": Decimal(20000),
    "ceiling": Decimal(5000),
    "holder_ceiling": Decimal(8000),
    "share": Decimal(80),
    "step": Decimal(50),
}


def complete(edition, title, **options):
    """An admissible dossier that asks the DRAC for 4 800 euros."""
    made = factory.complete_dossier(edition, title=title, **options)
    Dossier.objects.filter(pk=made.pk).update(state="admissible", submitted_at=factory.AT)
    found = Dossier.objects.get(pk=made.pk)
    found.holder = made.holder
    return found


def put(sitting, dossiers, *, by, at, envelope=DRAC):
    """Its envelope and its order; the dossiers in the order given."""
    money = sitting.envelopes.first() or add_envelope(sitting, envelope, by=by, at=at)
    put_on_order(sitting, dossiers, by=by, at=at)
    return money


def decide(sitting, dossier, verdict, *, by, at, amount=4000, **facts):
    """A decision written as the sitting would."""
    usual = {"granted": {}, "declined": {"reason": "Aucun atelier."}, "waiting": {"rank": 1}}
    passage = sitting.passages.get(dossier=dossier)
    made = Decision.objects.create(
        passage=passage, verdict=verdict, decided_by=by, decided_at=at, **usual[verdict] | facts
    )
    if verdict == "granted" and amount:
        envelope = sitting.envelopes.first()
        Grant.objects.create(decision=made, envelope=envelope, amount=Decimal(amount))
    return made


def end(sitting):
    Sitting.objects.filter(pk=sitting.pk).update(state="ended")
    sitting.refresh_from_db()
    return sitting


def prepared(publication):
    """Its letters made, as the worker does."""
    prepare.func(publication.pk)
    publication.refresh_from_db()
    return publication
