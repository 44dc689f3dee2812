"""What stands between a dossier and its filing, and what was filed."""

import hashlib
import json

from passeurs.eligibility.verdicts import State as VerdictState

from .document import dump


def reasons_against(verdicts):
    """One sentence per verdict that keeps a dossier from being filed; empty when it may go."""
    return [
        f"{verdict.title} : {verdict.reason}"
        for verdict in verdicts
        if verdict.blocking and verdict.state in {VerdictState.NOT_MET, VerdictState.UNKNOWN}
    ]


def canonical_json(document):
    """The document as bytes that are the same for the same content."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def sha256_of(document):
    return hashlib.sha256(canonical_json(document)).hexdigest()


def latest_snapshot(dossier):
    """The last filing, withdrawn or not; a draft may have one, taken up again after it."""
    return dossier.snapshots.first()


def as_read(dossier, snapshot):
    """The document and the edition a reader sees: frozen once filed, else as they stand."""
    if dossier.is_filed and snapshot is not None:
        return snapshot.document, snapshot.edition_document
    return dump(dossier, context=False), dossier.edition.document()
