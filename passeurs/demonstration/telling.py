"""Telling one story with the platform's own actions, each at the instant it happened."""

from types import SimpleNamespace

from django.db import transaction

from passeurs.contacts.actions import record_contact
from passeurs.demonstration import papers
from passeurs.demonstration.exchanges import ask_partners, exchange
from passeurs.demonstration.stories import document_of
from passeurs.demonstration.team import gather_team, knock
from passeurs.documents.rules import DOCUMENT
from passeurs.dossiers.actions.attachments import attach
from passeurs.dossiers.actions.exchange import load_dossier
from passeurs.dossiers.actions.filing import abandon_dossier, submit_dossier, withdraw_dossier
from passeurs.dossiers.actions.rulings import rule_on
from passeurs.dossiers.actions.saving import save_changes
from passeurs.dossiers.changes import AttributeChange
from passeurs.dossiers.models import Section

TITLES = {
    "practitioner_cv": "Curriculum vitæ",
    "previous_report": "Bilan de l’édition précédente",
    "previous_films": "Films de l’édition précédente",
    "partner_letter": "Lettre d’engagement",
    "schedule": "Calendrier des actions",
    "free": "Document complémentaire",
}
NOTICE = "Document de démonstration : les personnes et les structures sont inventées."


@transaction.atomic
def tell(story, *, edition, dates, agent, holder, colleague=None):
    """Load the dossier of a story and make happen what happened to it; returns the dossier.

    A `colleague` of the holder wrote it first; the holder does the rest.
    """
    people = SimpleNamespace(writer=holder.writer, agent=agent)
    if contact := story.get("contact"):
        _contact(contact, edition=edition, holder=holder, dates=dates, agent=agent)
    at, by = dates.instant(story["opened"]), colleague or holder.writer
    document = document_of(story, holder, dates)
    dossier = load_dossier(document, edition=edition, structure=holder.structure, by=by, at=at)
    _join(dossier, document, by=by, at=at)
    ask_partners(dossier, story.get("asked", []), by=people.writer, dates=dates)
    gather_team(dossier, story.get("team", []), by=people.writer, dates=dates)
    knock(holder.structure, story.get("knocking", []), dates=dates)
    for event in story.get("events", []):
        EVENTS[event["do"]](dossier, event, people, dates.instant(event["at"]))
        dossier.refresh_from_db()
    exchange(dossier, story.get("exchanges", []), people, dates=dates)
    return dossier


def _contact(facts, *, edition, holder, dates, agent):
    at, structure = dates.instant(facts["at"]), holder.structure
    told = {
        "structure": structure,
        "structure_name": structure.name,
        "city": structure.city,
        "person_name": holder.writer.get_full_name(),
        "email": holder.writer.email,
        "phone": structure.phone,
        **facts,
        "at": at,
    }
    record_contact(edition, told, by=agent, at=at)


def _join(dossier, document, *, by, at):
    """Join a small PDF for each file that the document names."""
    rows = document.get("documents", [])
    subjects = {
        row["key"]: (row, kind, instance)
        for kind, rank_of in (("people", dossier.persons), ("partners", dossier.partners))
        for row, instance in zip(document.get(kind, []), rank_of.all(), strict=True)
    }
    for row in rows:
        told, kind, instance = subjects.get(row.get("for"), ({}, "", None))
        title = TITLES[row["kind"]]
        name = told.get("name") or dossier.structure.name
        file = papers.upload(
            f"{title}, {name}",
            [*_words(told, kind, document), NOTICE],
            name=papers.file_name(title, name),
        )
        target = {"people": "person", "partners": "partner"}.get(kind)
        subject = {target: instance} if target else {}
        attach(dossier, file, kind=row["kind"], allowed=DOCUMENT, by=by, at=at, **subject)


def _words(told, kind, document):
    project = document["project"].get("title", "")
    if kind == "people":
        return [f"{told['craft'].capitalize()}.", f"Intervient dans « {project} »."]
    if kind == "partners":
        return [f"Notre structure prend part à « {project} ».", told.get("contribution", "")]
    return [f"Pour « {project} »."]


def _submit(dossier, _event, people, at):
    submit_dossier(dossier, by=people.writer, at=at)


def _withdraw(dossier, event, people, at):
    withdraw_dossier(dossier, by=people.writer, at=at, reason=event["reason"])


def _abandon(dossier, event, people, at):
    abandon_dossier(dossier, by=people.writer, at=at, reason=event["reason"])


def _rule(dossier, event, people, at):
    rule_on(
        dossier, event["rule"], state=event["state"], reason=event["reason"], by=people.agent, at=at
    )


def _write(dossier, event, people, at):
    """Rewrite one text of the « note d’intention », as its screen would."""
    project, name = dossier.project, event["field"]
    change = AttributeChange(
        name=name,
        value=event["text"],
        before=getattr(project, name),
        target=project,
        attribute=name,
    )
    version = Section.objects.get(dossier=dossier, code="project").version
    save_changes(dossier, "project", [change], version=version, by=people.writer, at=at)


EVENTS = {
    "submit": _submit,
    "withdraw": _withdraw,
    "abandon": _abandon,
    "rule": _rule,
    "write": _write,
}
