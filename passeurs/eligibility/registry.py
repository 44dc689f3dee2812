"""The rules by code: each a pure function from a case to a finding, put in place by `rule`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from passeurs.eligibility.facts import Action, Dossier
from passeurs.eligibility.parameters import ActionKind, Edition
from passeurs.eligibility.verdicts import Finding

APART = "apart"
NO_KIND = ActionKind(label="", nature="", film_list="")


@dataclass(frozen=True)
class Case:
    """A dossier before the rules of its edition, at an instant (UTC, whole seconds)."""

    dossier: Dossier
    edition: Edition
    at: datetime

    @cached_property
    def filed_at(self) -> datetime:
        """When the dossier was filed, or would be: now."""
        submitted_at = self.dossier.submitted_at
        return self.edition.at(submitted_at) if submitted_at else self.at

    @cached_property
    def actions(self) -> list[Action]:
        """The actions that say something; those just added and still blank are left out."""
        return [action for action in self.dossier.actions if not action.is_blank]

    @property
    def has_blank_action(self) -> bool:
        return len(self.actions) < len(self.dossier.actions)

    def kind(self, action: Action) -> ActionKind:
        """The kind of the action as the edition knows it."""
        return self.edition.action_kinds.get(action.kind, NO_KIND)

    def nature(self, action: Action) -> str:
        """The edition says it of each kind; otherwise what the dossier says."""
        return self.kind(action).nature or action.nature

    def counts_as(self, action: Action) -> str:
        """Voir, Faire, « apart » for a nature of the edition's own; nothing where it is unsaid."""
        code = self.nature(action)
        found = self.edition.known_natures.get(code)
        return (found.counts_as or APART) if found else code


@dataclass(frozen=True)
class Rule:
    """A rule with its title, and the section and field that would change its answer."""

    code: str
    title: str
    section: str
    field: str
    find: Callable[[Case], Finding]


RULES: dict[str, Rule] = {}


def rule(
    code: str, *, title: str, section: str, field: str = ""
) -> Callable[[Callable[[Case], Finding]], Callable[[Case], Finding]]:
    """Register the function below as the rule `code`."""

    def register(find: Callable[[Case], Finding]) -> Callable[[Case], Finding]:
        RULES[code] = Rule(code, title, section, field, find)
        return find

    return register
