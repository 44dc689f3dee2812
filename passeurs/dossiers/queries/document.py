"""One document: a dossier's rows as the exchange format `passeurs.dossier/1`.

Snapshots, the engine's facts, exports and comparisons all read what `dump` returns.
"""

from passeurs.territories.addresses import is_proven

from ..enums import Confirmation
from .answers import answers_of
from .content import content_of
from .context import contacts_of, other_requests, rulings_of

FORMAT = "passeurs.dossier/1"


def dump(dossier, *, context=True):
    """The dossier as the exchange document; `context` adds what the platform knows beside it."""
    content = content_of(dossier)
    document = {
        "format": FORMAT,
        "edition": dossier.edition.slug,
        "reference": dossier.reference,
        "holder": _holder(dossier),
        "partners": [_partner(row) for row in content.partners],
        "people": [_person(row) for row in content.people],
        "project": _project(dossier.project),
        "audience": _audience(dossier.audience),
        "actions": [_action(row, content) for row in content.actions],
        "budget": _budget(content.lines),
        "documents": [_attachment(row) for row in content.attachments if not row.file.is_infected],
        "commitments": {
            "accepted": sorted(dossier.commitments_accepted),
            "signatory": dossier.signatory,
            "signatory_role": dossier.signatory_role,
        },
        "previous": {
            "took_part": dossier.took_part_last_year,
            "unfinished": dossier.actions_unfinished,
            "report_promised_on": _day(dossier.report_promised_on),
        },
    }
    if dossier.edition.document().get("questions"):
        document["answers"] = answers_of(dossier)
    if context:
        document["context"] = _context(dossier)
    return document


def _holder(dossier):
    structure = dossier.structure
    return {
        "name": structure.name,
        "acronym": structure.acronym,
        "siret": structure.siret or "",
        "siret_state": structure.siret_state,
        "rna": structure.rna,
        "legal_status": structure.legal_status,
        "actor_kind": structure.actor_kind,
        "functions": dossier.holder_functions,
        "street": structure.street,
        "postcode": structure.postcode,
        "insee": structure.commune_id or "",
        "city": structure.commune.name if structure.commune else structure.city_text,
        "website": structure.website,
        "ape": structure.ape,
        "email": structure.email,
        "phone": str(structure.phone or ""),
        "representative": _someone(structure, "representative"),
        "contact": _someone(structure, "contact"),
        "took_part_last_year": dossier.took_part_last_year,
    }


def _someone(structure, role):
    parts = ("first_name", "last_name", "role", "email", "phone")
    return {part: str(getattr(structure, f"{role}_{part}") or "") for part in parts}


def _partner(row):
    return {
        "key": row.key,
        **_texts(row, "name", "siret", "contribution_kind", "contribution"),
        "functions": row.functions,
        "contribution_amount": _money(row.contribution_amount),
        **_texts(row, "contact_name", "contact_email", "contact_phone"),
        "confirmation": _confirmation(row.asked),
    }


def _confirmation(asked):
    if asked is None or asked.state == Confirmation.NONE:
        return None
    return {"state": asked.state, "at": asked.since.isoformat(), **_texts(asked, "name", "role")}


def _person(row):
    return {
        "key": row.key,
        **_texts(row, "name", "craft", "kind", "employer"),
        "hourly_rate": _money(row.hourly_rate),
    }


PROJECT_TEXTS = (
    "title",
    "summary",
    "diagnosis",
    "pathway",
    "artistic_approach",
    "participation",
    "mixity",
    "insertion",
    "mediation",
    "restitution",
    "communication",
    "evaluation",
)


def _project(project):
    return {
        **_texts(project, *PROJECT_TEXTS),
        "objectives": project.objectives,
        "starts_on": _day(project.starts_on),
        "ends_on": _day(project.ends_on),
    }


def _audience(audience):
    return {
        "bands": [_band(name, counts) for name, counts in sorted(audience.bands.items(), key=_age)],
        "kinds": audience.kinds,
        "is_remote": audience.is_remote,
        "remote_description": audience.remote_description,
        "share_qpv": audience.share_qpv,
        "share_rural": audience.share_rural,
        "out_of_school": audience.out_of_school,
        "companions": audience.companions,
    }


def _age(item):
    return int(item[0].partition("-")[0])


def _band(name, counts):
    youngest, _, oldest = name.partition("-")
    return {"from": int(youngest), "to": int(oldest) if oldest else None, **counts}


ACTION_TEXTS = (
    "title",
    "kind",
    "nature",
    "description",
    "goals",
    "pattern",
    "format",
    "companion",
    "mediation",
    "provider",
    "rain_place",
    "production",
)


def _action(row, content):
    return {
        "key": row.key,
        **_texts(row, *ACTION_TEXTS),
        "place": _place(row),
        "starts_on": _day(row.starts_on),
        "ends_on": _day(row.ends_on),
        "rain_date": _day(row.rain_on),
        "meetings": row.meetings,
        "hours": _money(row.hours),
        "participants": row.participants,
        "participants_12_25": row.participants_12_25,
        "cost": _money(row.cost),
        "venue": {"name": row.venue_name, "kind": row.venue_kind, "insee": row.venue_insee},
        "practitioners": [f"h{pk}" for pk in content.people_of.get(row.pk, ())],
        "films": [_film(film) for film in content.films_of.get(row.pk, ())],
    }


def _place(row):
    return {
        "label": row.place_label,
        "street": row.street,
        "insee": row.commune_id or "",
        "city": row.commune.name if row.commune else "",
        "lat": row.lat,
        "lon": row.lon,
        "checked": _is_checked(row),
        "declared_qpv": row.declared_qpv,
        "audience_from_zone": row.audience_from_zone,
        "findings": row.findings or None,
    }


def _is_checked(row):
    """Whether the address service gave that point; None while there is none."""
    if row.lat is None:
        return None
    return is_proven(row.place_proof, insee=row.commune_id, lat=row.lat, lon=row.lon)


def _film(choice):
    if choice.listed_film is None:
        return {"title": choice.free_title, "list": None, "listed": False}
    film = choice.listed_film.film
    gone = {"withdrawn": True} if choice.listed_film.withdrawn_at else {}
    return gone | {
        "title": film.title,
        "year": film.year,
        "visa": film.visa_number,
        "visa_on": _day(film.visa_on),
        "duration": film.duration_min,
        "list": choice.listed_film.list,
        "listed": choice.listed_film.withdrawn_at is None,
    }


def budget_of(dossier):
    """The budget part of the document alone."""
    return _budget(content_of(dossier).lines)


def _budget(lines):
    return {
        "requested": _money(
            sum(
                line.amount
                for line in lines
                if line.scope == "project" and line.funder_kind == "drac"
            )
            if any(line.scope == "project" for line in lines)
            else None
        ),
        "project": [_line(line) for line in lines if line.scope == "project"],
        "structure": [_line(line) for line in lines if line.scope == "structure"],
    }


def _line(line):
    return {
        **_texts(line, "side", "code", "label", "funder", "funder_kind", "status"),
        "amount": _money(line.amount),
        "decided_on": _day(line.decided_on),
    }


def _attachment(row):
    return {
        "kind": row.kind,
        "for": row.person.key if row.person else row.partner.key if row.partner else None,
        "name": row.file.original_name,
        "size": row.file.size,
        "sha256": row.file.sha256,
    }


def _context(dossier):
    """The coordination's reasons go along where the edition shows them to the holder."""
    shows = dossier.edition.rulings_shown
    return {
        "contacts": [
            {"at": contact.at.isoformat(), "channel": contact.channel}
            for contact in contacts_of(dossier)
        ],
        "other_requests": other_requests(dossier),
        "waivers": [
            {
                "rule": ruling.rule,
                "state": ruling.state,
                "reason": ruling.reason if shows else "",
                "by": dossier.edition.coordination.name,
                "at": ruling.at.isoformat(),
                "digest": ruling.digest,
            }
            for ruling in rulings_of(dossier)
        ],
        "submitted_at": dossier.submitted_at.isoformat() if dossier.submitted_at else None,
    }


def _texts(row, *names):
    return {name: getattr(row, name) for name in names}


def _money(amount):
    return None if amount is None else f"{amount:.2f}"


def _day(day):
    return day.isoformat() if day else None
