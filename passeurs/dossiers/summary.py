"""The result of a self-test as it is shown, and as the coordination will read it."""

from dataclasses import dataclass, replace
from typing import Any

from passeurs.core.components import VERDICT_SIGNS, tally
from passeurs.core.typography import nbsp
from passeurs.eligibility.registry import RULES
from passeurs.eligibility.verdicts import State, Verdict

from .selftest import ANSWERED_BY, CONTACT, FILING, QUESTIONS, Conclusion, conclude, is_advice

# A group of its own: an advisory rule that is not met prevents nothing.
ADVICE = "advice"
HEADS = {
    State.NOT_MET: "Ce qui l’empêche aujourd’hui",
    State.UNKNOWN: "Ce qui reste à dire",
    State.TO_CONFIRM: "Ce que la coordination confirmera",
    ADVICE: "Ce que l’appel conseille",
    State.MET: "Ce qui est acquis",
}


@dataclass(frozen=True)
class Group:
    """The verdicts of one state, or the advice; each with the question that would change it."""

    code: str
    title: str
    rows: list[tuple[Verdict, str]]


@dataclass(frozen=True)
class Result:
    conclusion: Conclusion
    groups: list[Group]
    tally: list[Any]
    later: list[str]


def result_of(verdicts, edition, *, closed):
    """The verdicts by urgency, then the rules that none of them settles, for later.

    The dates of a closed call are told once, on top, not judged.
    """
    shown = [one for one in verdicts if not (closed and one.rule == CONTACT)]
    shown = [one for one in shown if one.state != State.NOT_APPLICABLE]
    return Result(conclude(shown), _groups(shown), tally(shown), _later(edition, verdicts))


def _groups(verdicts):
    found = []
    for code, title in HEADS.items():
        rows = [(_led(one), _question(one.rule)) for one in verdicts if _head(one) == code]
        if rows:
            found.append(Group(str(code), title, rows))
    return found


def _head(verdict):
    return ADVICE if is_advice(verdict) else verdict.state


def _led(verdict):
    """The verdict with words for its link: what would change it, or back to the question."""
    if verdict.state == State.UNKNOWN:
        return replace(verdict, hint="Répondre à la question")
    if verdict.state == State.TO_CONFIRM or not verdict.hint:
        return replace(verdict, hint="Revoir ma réponse")
    return verdict


def _question(rule):
    """The code of the question that a rule rests on."""
    names = set(ANSWERED_BY[rule])
    return next(one.code for one in QUESTIONS if names & set(one.fields))


def _later(edition, verdicts):
    """The rules that only the dossier can answer."""
    judged = {one.rule for one in verdicts}
    active = [row["code"] for row in edition["rules"] if row.get("active", True)]
    return [RULES[code].title for code in active if code not in {*judged, FILING}]


def summary_of(result, edition, *, address):
    """The result in plain text, for the message to the coordination."""
    lines = [f"Autotest, {edition.title} : {result.conclusion.title}.", ""]
    for group in result.groups:
        label = "Conseil" if group.code == ADVICE else VERDICT_SIGNS[group.code].label
        lines += [f"{label} – {one.title} : {one.reason}" for one, _ in group.rows]
    return str(nbsp("\n".join([*lines, "", address])))
