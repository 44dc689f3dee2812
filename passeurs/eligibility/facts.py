"""The facts of a dossier, as the rules see them; an absent fact is None or empty."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from passeurs.eligibility.money import Budget


@dataclass(frozen=True)
class Holder:
    """The structure that applies; `functions` is None where it was never asked."""

    name: str
    siret: str
    siret_state: str
    legal_status: str
    actor_kind: str
    functions: tuple[str, ...] | None


@dataclass(frozen=True)
class Partner:
    """`confirmation` is the state of its word, empty where nothing is said of it."""

    key: str
    name: str
    siret: str
    functions: tuple[str, ...]
    confirmation: str = ""


@dataclass(frozen=True)
class Person:
    key: str
    name: str
    kind: str


@dataclass(frozen=True)
class Band:
    """People expected between two ages, both included; `until` is None for « and over »."""

    since: int | None
    until: int | None
    count: int


@dataclass(frozen=True)
class Audience:
    bands: tuple[Band, ...]
    is_remote: bool | None
    remote_description: str
    share_qpv: int | None
    share_rural: int | None
    out_of_school: bool | None


@dataclass(frozen=True)
class Zoning:
    """What the reference data answer for a place: yes, no, to_confirm or not_loaded."""

    answer: str
    code: str
    name: str
    rank: str
    kind: str
    vintage: int | None
    distance_m: int | None
    reason: str


@dataclass(frozen=True)
class Place:
    """`is_checked` says whether the address service gave the point; None without a point."""

    label: str
    is_given: bool
    is_checked: bool | None
    declared_qpv: str
    audience_from_zone: bool
    qpv: Zoning
    rural: Zoning


@dataclass(frozen=True)
class Film:
    """A film that left its list since it was chosen is no longer listed, and `is_withdrawn`."""

    title: str
    list: str
    is_listed: bool | None
    is_withdrawn: bool | None
    visa_on: date | None


@dataclass(frozen=True)
class Action:
    """`number` is the rank in the dossier, from 1."""

    number: int
    title: str
    kind: str
    nature: str
    place: Place
    starts_on: date | None
    practitioners: tuple[str, ...]
    venue_kind: str
    venue_name: str
    films: tuple[Film, ...]

    @property
    def is_blank(self) -> bool:
        """An action just added, with neither title nor kind: it says nothing yet."""
        return not (self.title or self.kind)


@dataclass(frozen=True)
class Attachment:
    kind: str
    subject: str


@dataclass(frozen=True)
class Previous:
    took_part: bool | None
    is_unfinished: bool | None
    promised_on: date | None


@dataclass(frozen=True)
class Request:
    reference: str
    amount: Decimal | None


@dataclass(frozen=True)
class Decision:
    """What the coordination settled about a rule: waived, confirmed or refused.

    `digest` stands for the facts it settled; "" for a decision that holds whatever they are.
    """

    rule: str
    state: str
    reason: str
    by: str
    digest: str = ""


@dataclass(frozen=True)
class Dossier:
    """`form` says of each part of the form that an edition may ask for whether it is written."""

    reference: str
    holder: Holder
    partners: tuple[Partner, ...]
    people: Mapping[str, Person]
    audience: Audience
    actions: tuple[Action, ...]
    budget: Budget
    attachments: tuple[Attachment, ...]
    form: Mapping[str, bool]
    commitments: tuple[str, ...]
    previous: Previous
    contacts: tuple[datetime, ...]
    other_requests: tuple[Request, ...]
    decisions: tuple[Decision, ...]
    submitted_at: datetime | None
    answers: Mapping[str, Any]
