"""The engine: a document, an edition and an instant in; one verdict per active rule out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from passeurs.eligibility import dossier, parameters, rules, wording  # noqa: F401 - rules register
from passeurs.eligibility.facts import Decision
from passeurs.eligibility.parameters import RuleSetting
from passeurs.eligibility.registry import RULES, Case, Rule
from passeurs.eligibility.verdicts import Finding, State, Verdict, digest_of

WAIVABLE = {State.NOT_MET, State.UNKNOWN, State.TO_CONFIRM}
# A decision of the coordination: the states it changes, what they become, and how it is told.
DECISIONS = {
    "waived": (WAIVABLE, State.WAIVED, "Dérogation accordée par"),
    "confirmed": ({State.TO_CONFIRM}, State.MET, "Confirmé par"),
    "refused": ({State.TO_CONFIRM}, State.NOT_MET, "Non retenu par"),
}
# The same, once the facts are no longer those that it settled.
LAPSED = {
    "waived": "La dérogation accordée par {by} est à revoir : ce qu’elle levait a changé depuis.",
    "confirmed": "La confirmation de {by} est à revoir : ce qu’elle confirmait a changé depuis.",
    "refused": "Le refus de {by} est à revoir : ce qu’il écartait a changé depuis.",
}


def evaluate(
    document: Mapping[str, Any], edition: Mapping[str, Any], *, at: datetime
) -> list[Verdict]:
    """One verdict for each active rule of the edition, in the order of the edition.

    `document` and `edition` are the exchange documents; `at` is an instant with its zone, and
    counts in whole seconds. A dossier that carries `context.submitted_at` is judged on its
    delays at that instant. Raises ValueError where `at` has no zone.
    """
    if at.tzinfo is None:
        raise ValueError("evaluate needs an instant with its time zone")
    parameters_read = parameters.read(edition)
    case = Case(dossier.read(document), parameters_read, parameters_read.at(at))
    return [
        judge(RULES[code], case, setting)
        for code, setting in parameters_read.rules.items()
        if code in RULES
    ]


def judge(rule: Rule, case: Case, setting: RuleSetting) -> Verdict:
    decisions = [one for one in case.dossier.decisions if one.rule == rule.code]
    finding = decided(rule.find(case), decisions)
    return Verdict(
        rule=rule.code,
        state=finding.state,
        blocking=setting.is_blocking,
        clause=setting.clause,
        title=rule.title,
        reason=wording.sentence(finding.reason),
        values=finding.values,
        section=finding.values.get("section") or rule.section,
        field=rule.field,
        hint=wording.sentence(finding.hint),
    )


def decided(finding: Finding, decisions: Sequence[Decision]) -> Finding:
    """The finding after what the coordination settled last, where that still has an object."""
    if not decisions or decisions[-1].state not in DECISIONS:
        return finding
    decision = decisions[-1]
    changed, state, told = DECISIONS[decision.state]
    if finding.state not in changed:
        return finding
    if decision.digest and decision.digest != digest_of(finding):
        return lapsed(finding, decision)
    reason = f"{told} {decision.by or 'la coordination'}"
    if decision.reason:
        reason = f"{reason} : {decision.reason.rstrip(' .')}"
    values = {**finding.values, "before_decision": finding.state, "found": finding.reason}
    return replace(finding, state=state, reason=f"{reason}.", hint="", values=values)


def lapsed(finding: Finding, decision: Decision) -> Finding:
    """The finding, saying that what was decided of it answered other facts."""
    told = LAPSED[decision.state].format(by=decision.by or "la coordination")
    reason = f"{wording.sentence(finding.reason)} {told}"
    return replace(finding, reason=reason, values={**finding.values, "lapsed": decision.state})


def fileable(verdicts: Iterable[Verdict]) -> bool:
    """Whether the dossier may be filed: no blocking rule is not met or unknown."""
    return not any(verdict.is_blocking_now for verdict in verdicts)


def tally(verdicts: Iterable[Verdict]) -> dict[str, int]:
    """How many verdicts there are in each state, every state told."""
    counts = dict.fromkeys(map(str, State), 0)
    for verdict in verdicts:
        counts[verdict.state] += 1
    return counts
