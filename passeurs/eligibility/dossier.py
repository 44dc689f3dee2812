"""From the exchange document to the facts; what is absent or of the wrong type is unknown."""

from passeurs.eligibility import reading
from passeurs.eligibility.facts import (
    Action,
    Attachment,
    Audience,
    Band,
    Decision,
    Dossier,
    Film,
    Holder,
    Partner,
    Person,
    Place,
    Previous,
    Request,
    Zoning,
)
from passeurs.eligibility.money import is_table_begun, read_budget
from passeurs.eligibility.questions import read_answers
from passeurs.eligibility.reading import Document


def read(document: Document) -> Dossier:
    """The facts of a document; anything absent or of the wrong type is read as unknown."""
    context = reading.part(document, "context")
    contacts = (reading.moment(row, "at") for row in reading.rows(context, "contacts"))
    people = (read_person(row) for row in reading.rows(document, "people"))
    actions = enumerate(reading.rows(document, "actions"), start=1)
    return Dossier(
        reference=reading.text(document, "reference"),
        holder=read_holder(reading.part(document, "holder")),
        partners=tuple(map(read_partner, reading.rows(document, "partners"))),
        people={person.key: person for person in people if person.key},
        audience=read_audience(reading.part(document, "audience")),
        actions=tuple(read_action(number, row) for number, row in actions),
        budget=read_budget(reading.part(document, "budget")),
        attachments=tuple(map(read_attachment, reading.rows(document, "documents"))),
        form=read_form(document),
        commitments=reading.words(reading.part(document, "commitments"), "accepted"),
        previous=read_previous(document),
        contacts=tuple(at for at in contacts if at),
        other_requests=tuple(map(read_request, reading.rows(context, "other_requests"))),
        decisions=tuple(map(read_decision, reading.rows(context, "waivers"))),
        submitted_at=reading.moment(context, "submitted_at"),
        answers=read_answers(document),
    )


def read_holder(row: Document) -> Holder:
    declared = isinstance(row.get("functions"), list)
    return Holder(
        name=reading.text(row, "name"),
        siret=compact(reading.text(row, "siret")),
        siret_state=reading.text(row, "siret_state"),
        legal_status=reading.text(row, "legal_status"),
        actor_kind=reading.text(row, "actor_kind"),
        functions=reading.words(row, "functions") if declared else None,
    )


def read_partner(row: Document) -> Partner:
    return Partner(
        key=reading.text(row, "key"),
        name=reading.text(row, "name"),
        siret=compact(reading.text(row, "siret")),
        functions=reading.words(row, "functions"),
        confirmation=reading.text(reading.part(row, "confirmation"), "state"),
    )


def read_person(row: Document) -> Person:
    texts = (reading.text(row, key) for key in ("key", "name", "kind"))
    return Person(*texts)


def read_audience(row: Document) -> Audience:
    return Audience(
        bands=tuple(map(read_band, reading.rows(row, "bands"))),
        is_remote=reading.flag(row, "is_remote"),
        remote_description=reading.text(row, "remote_description"),
        share_qpv=reading.whole(row, "share_qpv"),
        share_rural=reading.whole(row, "share_rural"),
        out_of_school=reading.flag(row, "out_of_school"),
    )


def read_band(row: Document) -> Band:
    counts = (reading.whole(row, key) or 0 for key in ("women", "men", "unspecified"))
    return Band(
        since=reading.whole(row, "from"),
        until=reading.whole(row, "to"),
        count=sum(max(count, 0) for count in counts),
    )


def read_action(number: int, row: Document) -> Action:
    venue = reading.part(row, "venue")
    return Action(
        number=number,
        title=reading.text(row, "title"),
        kind=reading.text(row, "kind"),
        nature=reading.text(row, "nature"),
        place=read_place(reading.part(row, "place")),
        starts_on=reading.day(row, "starts_on"),
        practitioners=reading.words(row, "practitioners"),
        venue_kind=reading.text(venue, "kind"),
        venue_name=reading.text(venue, "name"),
        films=tuple(map(read_film, reading.rows(row, "films"))),
    )


def read_place(row: Document) -> Place:
    findings = reading.part(row, "findings")
    label = reading.text(row, "label") or reading.text(row, "city")
    given = label or any(reading.text(row, key) for key in ("insee", "street", "declared_qpv"))
    return Place(
        label=label,
        is_given=bool(given) or None not in (row.get("lat"), row.get("lon")),
        is_checked=reading.flag(row, "checked"),
        declared_qpv=reading.text(row, "declared_qpv"),
        audience_from_zone=reading.flag(row, "audience_from_zone") or False,
        qpv=read_zoning(reading.part(findings, "qpv")),
        rural=read_zoning(reading.part(findings, "rural")),
    )


def read_zoning(row: Document) -> Zoning:
    return Zoning(
        answer=reading.text(row, "answer") or "not_loaded",
        code=reading.text(row, "code"),
        name=reading.text(row, "name"),
        rank=reading.text(row, "class"),
        kind=reading.text(row, "kind"),
        vintage=reading.whole(row, "vintage"),
        distance_m=reading.whole(row, "distance_m"),
        reason=reading.text(row, "reason"),
    )


def read_film(row: Document) -> Film:
    return Film(
        title=reading.text(row, "title"),
        list=reading.text(row, "list"),
        is_listed=reading.flag(row, "listed"),
        is_withdrawn=reading.flag(row, "withdrawn"),
        visa_on=reading.day(row, "visa_on"),
    )


def read_attachment(row: Document) -> Attachment:
    return Attachment(kind=reading.text(row, "kind"), subject=reading.text(row, "for"))


def read_form(document: Document) -> dict[str, bool]:
    """A note tells what the project is, or its pathway; every action sheet has its title."""
    project, actions = reading.part(document, "project"), reading.rows(document, "actions")
    titles = [reading.text(action, "title") for action in actions]
    table = reading.rows(reading.part(document, "budget"), "structure")
    return {
        "note": any(reading.text(project, key) for key in ("summary", "pathway")),
        "action_sheets": bool(titles) and all(titles),
        "structure_budget": is_table_begun(table),
    }


def read_previous(document: Document) -> Previous:
    """Whether the structure took part is asked in the documents, or told with the structure."""
    row = reading.part(document, "previous")
    took_part = reading.flag(row, "took_part")
    if took_part is None:
        took_part = reading.flag(reading.part(document, "holder"), "took_part_last_year")
    return Previous(
        took_part=took_part,
        is_unfinished=reading.flag(row, "unfinished"),
        promised_on=reading.day(row, "report_promised_on"),
    )


def read_request(row: Document) -> Request:
    return Request(
        reference=reading.text(row, "reference"), amount=reading.amount(row, "requested")
    )


def read_decision(row: Document) -> Decision:
    texts = (reading.text(row, key) for key in ("rule", "state", "reason", "by", "digest"))
    return Decision(*texts)


def compact(siret: str) -> str:
    """A SIRET without the spaces people type in it."""
    return "".join(siret.split())
