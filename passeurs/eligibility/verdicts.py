"""What a rule answers: a state, one French sentence, the values it was reached with."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any


class State(StrEnum):
    """The six answers. Missing or unverified data gives neither MET nor NOT_MET."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"
    TO_CONFIRM = "to_confirm"
    NOT_APPLICABLE = "not_applicable"
    WAIVED = "waived"


@dataclass(frozen=True)
class Finding:
    """What one rule found: `reason` says why, `hint` what the holder may do about it."""

    state: State
    reason: str
    hint: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """A finding with all that a screen, a receipt or a file shows of it.

    `clause` holds the code, number, title, wording and place of the clause of the call;
    `values` is ready for JSON, amounts as text; `section` and `field` are where to go.
    """

    rule: str
    state: State
    blocking: bool
    clause: Mapping[str, str]
    title: str
    reason: str
    values: Mapping[str, Any]
    section: str
    field: str
    hint: str

    @property
    def is_blocking_now(self) -> bool:
        """Whether this verdict, as it stands, keeps the dossier from being filed."""
        return self.blocking and self.state in {State.NOT_MET, State.UNKNOWN}

    def as_dict(self) -> dict[str, Any]:
        """The verdict as `manage.py evaluate` prints it."""
        return asdict(self)


# What a verdict carries beside the facts: the instant it was asked at, and what was decided of it.
BESIDE_FACTS = {"at", "before_decision", "found", "lapsed"}


def digest_of(found: Finding | Verdict) -> str:
    """What stands for the facts a rule was judged on, the same as long as they are the same.

    A rule that tells no values is known by its state alone.
    """
    facts = {key: value for key, value in found.values.items() if key not in BESIDE_FACTS}
    told = json.dumps(facts or {"state": found.state}, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()


def met(reason: str, **values: object) -> Finding:
    return Finding(State.MET, reason, values=jsonable(values))


def not_met(reason: str, *, hint: str = "", **values: object) -> Finding:
    return Finding(State.NOT_MET, reason, hint, jsonable(values))


def unknown(reason: str, *, hint: str = "", **values: object) -> Finding:
    return Finding(State.UNKNOWN, reason, hint, jsonable(values))


def to_confirm(reason: str, *, hint: str = "", **values: object) -> Finding:
    return Finding(State.TO_CONFIRM, reason, hint, jsonable(values))


def not_applicable(reason: str, **values: object) -> Finding:
    return Finding(State.NOT_APPLICABLE, reason, values=jsonable(values))


def jsonable(value: Any) -> Any:
    """The value with amounts and dates as text, so that it survives JSON to the cent."""
    if isinstance(value, Mapping):
        return {key: jsonable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [jsonable(item) for item in value]
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else value
