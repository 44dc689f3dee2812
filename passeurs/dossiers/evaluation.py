"""A dossier judged from its file: which edition, at which instant, with which zonings."""

import json
from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone
from jsonschema import Draft202012Validator

from passeurs.calls.document import resolve_relative
from passeurs.calls.models import Edition
from passeurs.eligibility.exchange import MAX_SENTENCES, Unusable, decode, explained, load
from passeurs.territories.queries import locate_many

PRINTED = ("rule", "state", "blocking", "clause", "reason", "values")
ZONINGS = ("qpv", "rural")
FORMAT = "passeurs.edition/1"
OTHER_EDITION = "Donnez avec « --edition » une édition qui y est, ou son fichier (.json)."


def edition_stored(slug):
    """The document of an edition of this database. Raises `Unusable`, saying what to do."""
    if not slug:
        raise Unusable(["Le dossier ne nomme pas d’édition : ajoutez « --edition »."])
    try:
        found = Edition.objects.filter(slug=slug).first()
    except DatabaseError:
        found = None
    if found is None:
        raise Unusable([f"L’édition « {slug} » n’est pas dans cette base.", OTHER_EDITION])
    return found.document()


def edition_written(source):
    """The document of an edition from a file, dates in days laid from today. Raises `Unusable`."""
    document = load(decode(source))
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise Unusable([f"L’édition doit être un objet JSON au format « {FORMAT} »."])
    errors = sorted(_schema().iter_errors(document), key=lambda error: list(map(str, error.path)))
    if errors:
        lines = [line for error in errors[:MAX_SENTENCES] for line in explained(error)]
        raise Unusable([f"Dans l’édition, {line[:1].lower()}{line[1:]}" for line in lines])
    try:
        ZoneInfo(document["timezone"])
        return resolve_relative(document, timezone.localdate())
    except (OSError, ValueError, KeyError, TypeError, OverflowError):
        raise Unusable(["Dans l’édition, une date ou le fuseau horaire n’existe pas."]) from None


@cache
def _schema():
    path = settings.BASE_DIR / "docs" / "edition.schema.json"
    return Draft202012Validator(json.loads(path.read_text(encoding="utf-8")))


def instant(text, zone):
    """An instant as it is typed, in the edition's zone when it names none. Raises `Unusable`."""
    try:
        found = datetime.fromisoformat(text.strip())
        here = found if found.tzinfo else found.replace(tzinfo=ZoneInfo(zone))
        here.astimezone(ZoneInfo(zone))
        return here.astimezone(UTC)
    except (ValueError, OverflowError):
        raise Unusable(
            [f"« {text} » n’est pas un instant : écrivez par exemple 2023-10-31T23:59:59."]
        ) from None


def clock(document, typed, zone):
    """The document and the instant to judge it at.

    A typed instant stands for the filing, whatever the file says of it; without one, a dossier
    already filed is judged at its filing, and the others now.
    """
    context = document.get("context") or {}
    if typed:
        return {**document, "context": {**context, "submitted_at": None}}, instant(typed, zone)
    filed = context.get("submitted_at")
    return document, instant(filed, zone) if filed else timezone.now()


def with_findings(document, edition):
    """The document, its places completed with what the reference data answer.

    A finding that the file gives stays; a place of which nothing is said gets none.
    """
    actions = [dict(row or {}) for row in document.get("actions") or []]
    placed = [row for row in actions if _is_placed(row.get("place") or {})]
    for row, found in zip(placed, _located(placed, edition), strict=True):
        given = row["place"].get("findings") or {}
        kept = {key: given[key] for key in ZONINGS if (given.get(key) or {}).get("answer")}
        row["place"] = {**row["place"], "findings": {**found, **kept}}
    return {**document, "actions": actions}


def _is_placed(place):
    return bool(place.get("insee")) or None not in (place.get("lat"), place.get("lon"))


def _located(rows, edition):
    places = [{key: row["place"].get(key) for key in ("insee", "lat", "lon")} for row in rows]
    territory = edition.get("territory") or {}
    rural = territory.get("rural") or {}
    try:
        return locate_many(
            places,
            qpv_vintage=territory.get("qpv_vintage"),
            rural=(rural.get("kind"), rural.get("vintage")),
        )
    except DatabaseError:
        return [{} for _ in rows]


def verdict_as_printed(verdict):
    """The six parts that `evaluate` prints."""
    return {name: getattr(verdict, name) for name in PRINTED}
