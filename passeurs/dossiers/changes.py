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
    """A field by its name in the form, its new value, and both states as the history keeps them.

    `shown` is what the page had before it was written in, where the page said so.
    """

    name: str
    value: Any
    before: str
    after: str = field(init=False)
    shown: str | None = None

    def __post_init__(self) -> None:
        self.after = as_text(self.value)

    @property
    def replaces(self) -> bool:
        """Whether the new value stands instead of the old one; what is added beside never does."""
        return True

    @property
    def is_read_before(self) -> bool:
        """Whether the page showed what still stands there, as far as it said."""
        return self.shown is None or self.shown.strip() == self.before.strip()

    @abstractmethod
    def apply(self) -> LeftToSave:
        """Write the new value; return what is left to be saved, if anything."""


@dataclass(kw_only=True)
class AttributeChange(Change):
    """A plain attribute of one of the dossier's objects; `is_shared` by several dossiers."""

    target: Any
    attribute: str
    is_shared: bool = False

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

    @property
    def replaces(self) -> bool:
        return self.name == "films"

    def apply(self) -> LeftToSave:
        if self.name == "films":
            self._keep()
        elif self.name == "add_film" and self.value:
            self.action.films.get_or_create(listed_film_id=int(self.value))
        elif self.value:
            self.action.films.get_or_create(listed_film=None, free_title=self.value)
        return None

    def _keep(self) -> None:
        """Those of the list and no other: one taken off since comes back."""
        there = {str(one.listed_film_id or f"~{one.free_title}"): one for one in self._films()}
        if set(self.value) - set(there):
            self._films().delete()
            self.action.films.bulk_create(self._film(key) for key in self.value)
        for key in set(there) - set(self.value):
            there[key].delete()

    def _films(self) -> Any:
        return self.action.films.all()

    def _film(self, key: str) -> Any:
        model = self.action.films.model
        if key.startswith("~"):
            return model(action=self.action, free_title=key[1:])
        return model(action=self.action, listed_film_id=int(key))


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


@dataclass(kw_only=True)
class AnswerChange(Change):
    """The answer to a question of the edition, kept in the dossier by the question's code."""

    dossier: Any
    code: str

    def apply(self) -> LeftToSave:
        """All answers are one column: it is read again and held, whatever section wrote it."""
        rows = type(self.dossier).objects
        held = rows.select_for_update().only("answers").get(pk=self.dossier.pk)
        answers = {code: value for code, value in held.answers.items() if code != self.code}
        if self.value not in (None, "", []):
            answers[self.code] = as_json(self.value)
        rows.filter(pk=self.dossier.pk).update(answers=answers)
        self.dossier.answers = answers
        return None


def as_json(value: object) -> object:
    """An answer as it is kept: dates as text, the rest as it is."""
    return value.isoformat() if isinstance(value, date) else value


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
