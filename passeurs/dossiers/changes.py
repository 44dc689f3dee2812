"""One field's change, whatever it is a field of: an attribute, an age band, a budget line."""

import json
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Protocol


class Change(Protocol):
    """What `save_changes` needs to know of a change before and while applying it."""

    name: str
    before: str
    after: str

    def apply(self) -> tuple[Any, str] | None:
        """Write the new value; return the object and attribute left to be saved, if any."""


@dataclass
class AttributeChange:
    """A plain attribute of one of the dossier's objects."""

    name: str
    target: Any
    attribute: str
    value: Any
    before: str
    after: str = field(init=False)

    def __post_init__(self) -> None:
        self.after = as_text(self.value)

    def apply(self) -> tuple[Any, str] | None:
        setattr(self.target, self.attribute, self.value)
        return self.target, self.attribute


@dataclass
class BandChange:
    """A number of people in one age band: `12-14-women` in `Audience.bands`."""

    name: str
    audience: Any
    band: str
    who: str
    value: int | None
    before: str
    after: str = field(init=False)

    def __post_init__(self) -> None:
        self.after = as_text(self.value)

    def apply(self) -> tuple[Any, str] | None:
        counts = dict(self.audience.bands.get(self.band, {}))
        counts[self.who] = self.value
        self.audience.bands = {**self.audience.bands, self.band: counts}
        return self.audience, "bands"


def as_text(value: object) -> str:
    """A value as the history keeps it, the same for the same value."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.replace("\r\n", "\n")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple | dict):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return str(getattr(value, "pk", value))


@dataclass
class ActionPeopleChange:
    """Who leads an action, as the whole list."""

    name: str
    action: Any
    value: list[str]
    before: str
    after: str = field(init=False)

    def __post_init__(self) -> None:
        self.after = as_text(self.value)

    def apply(self) -> tuple[Any, str] | None:
        self.action.practitioners.set(int(pk) for pk in self.value)
        return None


@dataclass
class ActionFilmsChange:
    """The films of an action: those kept (`films`), or one more (`add_film`, `free_film`)."""

    name: str
    action: Any
    value: Any
    before: str
    after: str = field(init=False)

    def __post_init__(self) -> None:
        self.after = as_text(self.value)

    def apply(self) -> tuple[Any, str] | None:
        if self.name == "add_film" and self.value:
            self.action.films.get_or_create(listed_film_id=int(self.value))
        elif self.name == "free_film" and self.value:
            self.action.films.get_or_create(listed_film=None, free_title=self.value)
        elif self.name == "films":
            self._keep()
        return None

    def _keep(self) -> None:
        for choice in self.action.films.all():
            key = str(choice.listed_film_id or f"~{choice.free_title}")
            if key not in self.value:
                choice.delete()


@dataclass
class BudgetLineChange:
    """One line of a budget: its amount, or what is said of it; an empty amount removes it."""

    name: str
    dossier: Any
    key: dict[str, str]
    attribute: str
    value: Any
    before: str
    after: str = field(init=False)

    def __post_init__(self) -> None:
        self.after = as_text(self.value)

    def apply(self) -> tuple[Any, str] | None:
        lines = self.dossier.budgetlines.filter(**self.key)
        if self.attribute == "amount" and self.value is None:
            lines.delete()
        elif self.attribute == "amount":
            self.dossier.budgetlines.update_or_create(**self.key, defaults={"amount": self.value})
        else:
            lines.update(**{self.attribute: self.value})
        return None
