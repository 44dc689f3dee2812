"""One field's change, whatever it is a field of: an attribute, an age band, a budget line."""

import json
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

type LeftToSave = tuple[Any, str] | None
"""An object and the attribute of it that is set and not yet saved."""


@dataclass(kw_only=True)
class Change(ABC):
    """A field by its name in the form, its new value, and both states as the history keeps them."""

    name: str
    value: Any
    before: str
    after: str = field(init=False)

    def __post_init__(self) -> None:
        self.after = as_text(self.value)

    @abstractmethod
    def apply(self) -> LeftToSave:
        """Write the new value; return what is left to be saved, if anything."""


@dataclass(kw_only=True)
class AttributeChange(Change):
    """A plain attribute of one of the dossier's objects."""

    target: Any
    attribute: str

    def apply(self) -> LeftToSave:
        setattr(self.target, self.attribute, self.value)
        return self.target, self.attribute


@dataclass(kw_only=True)
class BandChange(Change):
    """A number of people in one age band: `12-14-women` in `Audience.bands`."""

    audience: Any
    band: str
    who: str

    def apply(self) -> LeftToSave:
        counts = dict(self.audience.bands.get(self.band, {}))
        counts[self.who] = self.value
        self.audience.bands = {**self.audience.bands, self.band: counts}
        return self.audience, "bands"


@dataclass(kw_only=True)
class ActionPeopleChange(Change):
    """Who leads an action, as the whole list."""

    action: Any

    def apply(self) -> LeftToSave:
        self.action.practitioners.set(int(pk) for pk in self.value)
        return None


@dataclass(kw_only=True)
class ActionFilmsChange(Change):
    """The films of an action: those kept (`films`), or one more (`add_film`, `free_film`)."""

    action: Any

    def apply(self) -> LeftToSave:
        if self.name == "films":
            self._keep()
        elif self.name == "add_film" and self.value:
            self.action.films.get_or_create(listed_film_id=int(self.value))
        elif self.value:
            self.action.films.get_or_create(listed_film=None, free_title=self.value)
        return None

    def _keep(self) -> None:
        for choice in self.action.films.all():
            key = str(choice.listed_film_id or f"~{choice.free_title}")
            if key not in self.value:
                choice.delete()


@dataclass(kw_only=True)
class BudgetLineChange(Change):
    """One line's amount; emptied, the line is gone."""

    dossier: Any
    key: dict[str, str]

    def apply(self) -> LeftToSave:
        if self.value is None:
            self.dossier.budgetlines.filter(**self.key).delete()
        else:
            self.dossier.budgetlines.update_or_create(**self.key, defaults={"amount": self.value})
        return None


def as_text(value: object) -> str:
    """A value as the history keeps it, the same for the same value."""
    match value:
        case None:
            text = ""
        case str():
            text = value.replace("\r\n", "\n")
        case bool():
            text = "true" if value else "false"
        case Decimal():
            text = f"{value:.2f}"
        case date():
            text = value.isoformat()
        case list() | tuple() | dict():
            text = json.dumps(value, ensure_ascii=False, sort_keys=True)
        case _:
            text = str(getattr(value, "pk", value))
    return text
