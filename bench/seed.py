"""A platform full of dossiers, quickly: one complete dossier, its rows copied in bulk."""

import uuid
from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone

from passeurs.calls.models import Edition
from passeurs.desk.actions.dockets import read_docket
from passeurs.desk.models import Docket
from passeurs.dossiers.enums import SectionCode, State
from passeurs.dossiers.models import (
    Action,
    ActionPerson,
    Audience,
    BudgetLine,
    Dossier,
    Partner,
    Person,
    Project,
    Section,
    Snapshot,
)
from passeurs.organisations.models import Structure
from tests.factories import calls, organisations
from tests.factories import dossiers as factory

from .sitting import convene

CHUNK = 500
STATES = (State.DRAFT, State.SUBMITTED, State.SUBMITTED, State.WITHDRAWN)


def fill(count: int) -> None:
    """Reference data, one open edition, `count` dossiers of as many structures, and a sitting."""
    call_command("load_reference", verbosity=0)
    edition = calls.edition("occitanie-en-cours", today=timezone.localdate())
    agent = organisations.team_member(
        "coordination", edition.coordination, email="agent@exemple.fr"
    )
    model = factory.complete_dossier(edition)
    model.holder.email = "porteuse@exemple.fr"
    model.holder.save()
    ranks = range(1, count)
    for start in range(0, len(ranks), CHUNK):
        copy(model, edition, ranks[start : start + CHUNK])
    read_once(model)
    convene(edition, agent)


def read_once(model: Dossier) -> None:
    """The model's docket, and the same for each of its copies."""
    read_docket(model, at=timezone.now())
    others = Dossier.objects.exclude(pk=model.pk)
    Docket.objects.bulk_create(twin(model.docket, other) for other in others.only("pk"))


def copy(model: Dossier, edition: Edition, ranks: range) -> None:
    """One slice of copies, family by family."""
    structures = Structure.objects.bulk_create(
        Structure(
            name=f"Structure {rank}",
            siret=f"{100000000 + rank}00011",
            siret_state="verified",
            legal_status="association",
            actor_kind="audience",
        )
        for rank in ranks
    )
    dossiers = [one(model, edition, *pair) for pair in zip(ranks, structures, strict=True)]
    Dossier.objects.bulk_create(dossiers)
    for rows in (Project, Audience):
        template = rows.objects.get(dossier=model)
        rows.objects.bulk_create(twin(template, dossier) for dossier in dossiers)
    Section.objects.bulk_create(
        Section(dossier=dossier, code=code, version=1)
        for dossier in dossiers
        for code in SectionCode.values
    )
    for family in (Partner, BudgetLine):
        copy_rows(family, model, dossiers)
    copy_actions(model, dossiers)
    freeze(model, dossiers)


def one(model: Dossier, edition: Edition, rank: int, structure: Structure) -> Dossier:
    at = timezone.now() - timedelta(minutes=rank)
    state = STATES[rank % len(STATES)]
    return Dossier(
        edition=edition,
        structure=structure,
        reference=f"BANC-{rank:06d}",
        state=state,
        holder_functions=model.holder_functions,
        commitments_accepted=model.commitments_accepted,
        created_at=at,
        updated_at=at,
        submitted_at=at if state == State.SUBMITTED else None,
        search=f"banc {rank} lumieres de terre rouge structure {rank}",
    )


def twin(template, dossier):
    """An unsaved copy of a row, for another dossier."""
    values = {
        field.attname: getattr(template, field.attname)
        for field in template._meta.concrete_fields
        if not field.primary_key
    }
    return type(template)(**values | {"dossier_id": dossier.pk})


def copy_rows(family, model: Dossier, dossiers: list[Dossier]) -> list:
    templates = list(family.objects.filter(dossier=model))
    rows = [twin(template, dossier) for dossier in dossiers for template in templates]
    return family.objects.bulk_create(rows)


def copy_actions(model: Dossier, dossiers: list[Dossier]) -> None:
    people = {row.dossier_id: row for row in copy_rows(Person, model, dossiers)}
    actions = copy_rows(Action, model, dossiers)
    ActionPerson.objects.bulk_create(
        ActionPerson(action=action, person=people[action.dossier_id]) for action in actions
    )


def freeze(model: Dossier, dossiers: list[Dossier]) -> None:
    """A small snapshot for each filed copy, so that the lists have them to read."""
    Snapshot.objects.bulk_create(
        Snapshot(
            dossier=dossier,
            number=1,
            receipt_number=f"{dossier.reference}-{uuid.uuid4().hex[:6]}",
            received_at=dossier.submitted_at,
            document={"project": {"title": model.project.title}},
            edition_document={},
            verdicts=[],
            sha256="0" * 64,
            submitted_by=model.holder,
        )
        for dossier in dossiers
        if dossier.state == State.SUBMITTED
    )
