"""Dossiers: empty, or complete enough to be filed."""

from datetime import date
from decimal import Decimal

from django.utils import timezone

from passeurs.contacts.models import Contact
from passeurs.documents.models import StoredFile
from passeurs.dossiers.actions.start import create_dossier
from passeurs.dossiers.models import ActionPerson, Attachment
from tests.factories import organisations
from tests.factories.accounts import person

AT = timezone.now().replace(microsecond=0)


def dossier(edition, *, holder=None, structure=None, at=AT, title="Lumières de Terre Rouge"):
    """An empty draft; its structure is verified, `holder` represents it."""
    holder = holder or person()
    structure = structure or organisations.structure(
        representative=holder,
        siret_state="verified",
        actor_kind="audience",
        known_to=[edition.coordination],
    )
    made = create_dossier(edition, structure, by=holder, at=at, title=title)
    made.holder = holder
    return made


def complete_dossier(edition, *, request="4800.00", total="9480.00", at=AT, **options):
    """A dossier that no blocking rule holds back in an edition of Occitanie."""
    made = dossier(edition, at=at, **options)
    made.holder_functions, made.took_part_last_year = ["audience"], False
    made.commitments_accepted = [line["code"] for line in edition.document()["commitments"]]
    made.signatory, made.signatory_role = "Nadia Sarrazin", "Présidente"
    made.save()
    _write_project(made)
    _write_audience(made)
    _add_partners(made)
    _add_actions(made)
    _add_budget(made, Decimal(request), Decimal(total))
    contact(made, at=at)
    return made


def contact(made, *, at=AT):
    """A contact with the coordination, recorded by hand."""
    return Contact.objects.create(
        edition=made.edition,
        coordination=made.edition.coordination,
        structure=made.structure,
        structure_name=made.structure.name,
        person_name="Nadia Sarrazin",
        email="nadia@exemple.fr",
        at=at,
        channel="phone",
        source="desk",
        message="Premier échange sur le projet.",
    )


def _write_project(made):
    project = made.project
    for name in ("summary", "diagnosis", "pathway", "artistic_approach", "participation"):
        setattr(project, name, "Un texte assez long pour être lu, écrit pour un essai.")
    project.objectives = ["images"]
    project.starts_on, project.ends_on = date(2027, 2, 10), date(2027, 11, 30)
    project.save()


def _write_audience(made):
    audience = made.audience
    audience.bands = {"12-14": {"women": 10, "men": 8}, "15-17": {"women": 6, "men": 6}}
    audience.out_of_school, audience.kinds = True, ["social_centre"]
    audience.save()


def _add_partners(made):
    functions = {"Cinéma Le Quercy": ["cinema"], "Médiathèque du Grand Cahors": ["screening"]}
    for position, (name, held) in enumerate(functions.items(), start=1):
        made.partners.create(
            position=position, name=name, siret=organisations.siret(), functions=held
        )


def _add_actions(made):
    leader = made.persons.create(
        position=1, name="Lila Andrieu", craft="réalisatrice", kind="artist"
    )
    attach(made, "practitioner_cv", person=leader)
    findings = {
        "qpv": {"answer": "yes", "code": "QN04601M", "name": "Terre Rouge", "vintage": 2024},
        "rural": {"answer": "no", "kind": "FRR", "vintage": 2025},
    }
    plan = (
        ("creation_workshop", "faire"),
        ("foley_workshop", "faire"),
        ("own_films_screening", "voir"),
    )
    for position, (kind, nature) in enumerate(plan, start=1):
        action = made.actions.create(
            position=position,
            title=f"Action {position}",
            kind=kind,
            nature=nature,
            place_label="MJC",
            findings=findings,
            starts_on=date(2027, 4, 5),
            ends_on=date(2027, 4, 9),
            participants=12,
            participants_12_25=12,
            venue_name="Cinéma Le Quercy",
            venue_kind="cinema",
        )
        ActionPerson.objects.create(action=action, person=leader)


def _add_budget(made, request, total):
    lines = (
        ("charge", "622", "", total),
        ("product", "74etat", "drac", request),
        ("product", "74com", "commune", total - request),
    )
    for position, (side, code, kind, amount) in enumerate(lines, start=1):
        made.budgetlines.create(
            scope="project",
            position=position,
            side=side,
            code=code,
            funder_kind=kind,
            funder="Ville de Cahors" if kind == "commune" else "",
            status="asked" if kind else "",
            amount=amount,
        )
    for side, code in (("charge", "641"), ("product", "70")):
        made.budgetlines.create(scope="structure", side=side, code=code, amount=Decimal(50000))


def attach(made, kind, *, person=None, partner=None, name="cv.pdf"):
    """A file that is already checked and stored."""
    stored = StoredFile.objects.create(
        original_name=name,
        size=1000,
        sha256="a" * 64,
        content_type="application/pdf",
        file=f"essai/{name}",
        uploaded_at=AT,
    )
    return Attachment.objects.create(
        dossier=made, kind=kind, person=person, partner=partner, file=stored, added_at=AT
    )
