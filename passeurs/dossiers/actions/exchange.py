"""A dossier out of its exchange document: every row of it, in one transaction.

What only this database knows is never taken from the file: the reference, the verification of the
SIRET, the zonings (asked anew), the exchanges with the coordination and its decisions.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from passeurs.accounts.models import User
from passeurs.calls.models import Edition
from passeurs.journal.actions import record
from passeurs.organisations.actions import make_known
from passeurs.organisations.models import Structure
from passeurs.territories.queries import locate_many

from ..answering import answered_sections, answers_in
from ..enums import SectionCode
from ..loading import Loading, as_rows, sums
from ..models import (
    Action,
    ActionFilm,
    ActionPerson,
    Attachment,
    BudgetLine,
    Dossier,
    Partner,
    Person,
    Section,
)
from ..queries.exchange import communes_of, files_of, listed_films_of
from ..workflow import stamp
from .saving import search_text
from .start import create_dossier

type Document = Mapping[str, Any]
IMPORTED: tuple[str, Document] = ("dossier.import", {})


@transaction.atomic
def load_dossier(
    document: Document,
    *,
    edition: Edition,
    structure: Structure,
    by: User | None,
    at: datetime,
    told: tuple[str, Document] = IMPORTED,
) -> Dossier:
    """A draft with all that a checked document (`eligibility.exchange.parse`) says.

    The structure's card is left as it is, and the coordination knows it from now on. Places are
    located with the edition's vintages, films found in its lists or kept as free titles, files
    joined again when this structure already gave them. Journaled as `told`. Raises `Refused`, one
    sentence a fault, and then nothing is written.
    """
    loading = Loading(communes_of(document))
    loading.refuse_faults()
    dossier = create_dossier(edition, structure, by=by, at=at)
    _fill(dossier, document, loading)
    _load_project(dossier, document, loading)
    _load_audience(dossier, document, loading)
    partners = _load_partners(dossier, document, loading)
    people = _load_people(dossier, document, loading)
    _load_actions(dossier, document, people, loading)
    _load_lines(dossier, document, loading)
    _load_files(dossier, document, people=people, partners=partners)
    loading.refuse_faults()
    touch(dossier, document, by=by, at=at)
    stamp(dossier, at=at, search=search_text(dossier))
    make_known(structure, edition.coordination)
    verb, data = told
    record(verb, by=by, at=at, obj=dossier, data=dict(data), scope=edition.coordination.slug)
    return dossier


def _text(row: Document, name: str) -> str:
    return row.get(name) or ""


def _fill(dossier: Dossier, document: Document, loading: Loading) -> None:
    """The answers that the dossier itself holds."""
    holder, previous = document.get("holder") or {}, document.get("previous") or {}
    commitments = document.get("commitments") or {}
    if "functions" in holder:
        dossier.holder_functions = holder["functions"]
    took_part = previous.get("took_part")
    dossier.took_part_last_year = (
        holder.get("took_part_last_year") if took_part is None else took_part
    )
    dossier.actions_unfinished = previous.get("unfinished")
    dossier.report_promised_on = previous.get("report_promised_on")
    dossier.commitments_accepted = sorted(set(commitments.get("accepted") or []))
    dossier.answers = answers_in(document, dossier.edition.document())
    dossier.signatory = _text(commitments, "signatory")
    dossier.signatory_role = _text(commitments, "signatory_role")
    loading.keep(dossier, "previous", only=("report_promised_on",))
    loading.keep(dossier, "commitments", only=("signatory", "signatory_role"))
    if loading.holds:
        dossier.save()


def _load_project(dossier: Dossier, document: Document, loading: Loading) -> None:
    row, project = document.get("project") or {}, dossier.project
    loading.copy(row, project, skip=("dossier", "objectives"))
    project.objectives = row.get("objectives") or []
    loading.keep(project, "project")
    if loading.holds:
        project.save()


def _load_audience(dossier: Dossier, document: Document, loading: Loading) -> None:
    row, audience = document.get("audience") or {}, dossier.audience
    loading.copy(row, audience, skip=("dossier", "bands", "kinds"))
    audience.kinds = row.get("kinds") or []
    audience.bands = loading.bands(as_rows(row, "bands"))
    loading.keep(audience, "audience")
    if loading.holds:
        audience.save()


def _load_partners(dossier: Dossier, document: Document, loading: Loading) -> dict[str, Partner]:
    found = {}
    for rank, row in enumerate(as_rows(document, "partners"), start=1):
        partner = Partner(dossier=dossier, position=rank)
        loading.copy(row, partner, skip=("dossier", "functions"))
        partner.functions = row.get("functions") or []
        partner.siret = "".join(partner.siret.split())
        found[row.get("key") or f"#{rank}"] = loading.keep(partner, "partners", rank)
    if loading.holds:
        Partner.objects.bulk_create(found.values())
    return found


def _load_people(dossier: Dossier, document: Document, loading: Loading) -> dict[str, Person]:
    found = {}
    for rank, row in enumerate(as_rows(document, "people"), start=1):
        person = Person(dossier=dossier, position=rank)
        loading.copy(row, person, skip=("dossier",))
        found[row.get("key") or f"#{rank}"] = loading.keep(person, "people", rank)
    if loading.holds:
        Person.objects.bulk_create(found.values())
    return found


def _load_actions(
    dossier: Dossier, document: Document, people: Mapping[str, Person], loading: Loading
) -> None:
    rows = as_rows(document, "actions")
    actions = [_action(dossier, row, rank, loading) for rank, row in enumerate(rows, start=1)]
    _locate(actions, dossier.edition)
    loading.refuse_faults()
    Action.objects.bulk_create(actions)
    ActionPerson.objects.bulk_create(
        ActionPerson(action=action, person=people[key])
        for rank, (action, row) in enumerate(zip(actions, rows, strict=True), start=1)
        for key in loading.led_by(row, rank, people)
    )
    films = listed_films_of(document, dossier.edition)
    ActionFilm.objects.bulk_create(
        ActionFilm(action=action, **loading.film(film, row, films))
        for action, row in zip(actions, rows, strict=True)
        for film in as_rows(row, "films")
        if _text(film, "title").strip()
    )


def _action(dossier: Dossier, row: Document, rank: int, loading: Loading) -> Action:
    place, venue = row.get("place") or {}, row.get("venue") or {}
    action = Action(dossier=dossier, position=rank)
    loading.copy(row, action, skip=("dossier", "position", "findings", "practitioners"))
    loading.copy(place, action, only=("street", "lat", "lon", "declared_qpv", "audience_from_zone"))
    action.place_label, action.rain_on = _text(place, "label"), row.get("rain_date")
    for part in ("name", "kind", "insee"):
        setattr(action, f"venue_{part}", _text(venue, part))
    action.commune = loading.commune(place, "actions", rank)
    return loading.keep(action, "actions", rank)


def _locate(actions: list[Action], edition: Edition) -> None:
    """Ask the zonings of every place at once; a place without commune nor point has none."""
    placed = [action for action in actions if action.commune_id or action.lat is not None]
    territory = edition.document()["territory"]
    findings = locate_many(
        [{"insee": one.commune_id, "lat": one.lat, "lon": one.lon} for one in placed],
        qpv_vintage=territory["qpv_vintage"],
        rural=(territory["rural"]["kind"], territory["rural"]["vintage"]),
    )
    for action, found in zip(placed, findings, strict=True):
        action.findings = found


def _load_lines(dossier: Dossier, document: Document, loading: Loading) -> None:
    budget, lines = document.get("budget") or {}, []
    for scope in ("project", "structure"):
        for rank, row in enumerate(sums(scope, as_rows(budget, scope)), start=1):
            line = BudgetLine(dossier=dossier, position=rank, scope=scope)
            loading.copy(row, line, skip=("dossier", "position", "scope"))
            lines.append(loading.line(line, scope, rank))
    loading.refuse_faults()
    BudgetLine.objects.bulk_create(lines)


def _load_files(
    dossier: Dossier,
    document: Document,
    *,
    people: Mapping[str, Person],
    partners: Mapping[str, Partner],
) -> None:
    """Join again the files that this structure's dossiers already hold, known by their SHA-256."""
    rows = [row for row in as_rows(document, "documents") if row.get("sha256")]
    files = files_of(dossier.structure, [row["sha256"] for row in rows])
    of_partners = {
        line["kind"]
        for line in dossier.edition.document().get("documents", [])
        if line["per"] == "partner"
    }
    for row in rows:
        kind, key = _text(row, "kind"), row.get("for") or ""
        partner = partners.get(key) if kind in of_partners or key not in people else None
        if file := files.get(row["sha256"]):
            person = None if partner else people.get(key)
            subject = {"person": person, "partner": partner}
            Attachment.objects.create(
                dossier=dossier, kind=kind, file=file, added_at=dossier.created_at, **subject
            )


def touch(dossier: Dossier, document: Document, *, by: User | None, at: datetime) -> None:
    """Every section that the document says something of is at its first version."""
    asked = answered_sections(document, dossier.edition.document())
    said = [code for code in SectionCode.values if code in asked or is_said(document, code)]
    Section.objects.filter(dossier=dossier, code__in=said).update(
        version=1, touched_at=at, touched_by=by
    )


def is_said(document: Document, code: str) -> bool:
    part = document.get("holder" if code == SectionCode.STRUCTURE else code)
    values = part.values() if isinstance(part, dict) else [part]
    return any(value not in (None, "", [], {}) for value in values)
