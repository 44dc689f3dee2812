"""« Mon projet est-il éligible ? »: a few answers made into a dossier that the engine judges.

An answer left out is None: what it would have said is unknown, never « no ». Nothing here names a
person or a structure, so that a result may be shared by its address.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from passeurs.calls import criteria
from passeurs.eligibility.engine import evaluate
from passeurs.eligibility.verdicts import State, Verdict

# The self-test judges the status one declares as if it were proved; the dossier asks for the SIRET.
ANY_SIRET = "0" * 14
FILING, CONTACT = "submission.before_deadline", "contact.before_deadline"
REPORT = "previous.report"
# Each rule that the answers can settle, with the answers that it takes.
ANSWERED_BY = {
    "holder.eligible_status": ("status",),
    REPORT: ("took_part",),
    "territory.priority": ("commune", "zone"),
    "public.age_or_remote": ("people", "core"),
    "public.out_of_school": ("out_of_school",),
    "partners.tripartite": ("cinema", "audience", "screening"),
    "artistic.professionals": ("artists",),
    "pathway.min_actions": ("see", "make"),
    "pathway.see_and_do": ("see", "make"),
    "artistic.local_cinema": ("hall",),
    "films.from_lists": ("films",),
    "budget.ceiling": ("asked",),
    "budget.floor": ("asked",),
    "budget.share": ("cost", "asked"),
    "budget.cofunding": ("others",),
    CONTACT: ("spoken", "spoken_on"),
}
FUNCTIONS = ("cinema", "audience", "screening")
NOT_COUNTED = "Il reste à dire combien d’actions vous prévoyez, pour voir et pour faire."
COUNTED = dict.fromkeys(("pathway.min_actions", "pathway.see_and_do"), NOT_COUNTED)
NOT_ANSWERED = "Vous n’avez pas encore répondu à cette question."

type Answers = Mapping[str, Any]
type Edition = Mapping[str, Any]


@dataclass(frozen=True)
class Question:
    """One question of the page: a group of fields, shown where a rule of the edition reads one."""

    code: str
    title: str
    fields: tuple[str, ...]


QUESTIONS = (
    Question("porteur", "Qui porte le projet ?", ("status", "took_part")),
    Question("lieu", "Où se passe-t-il ?", ("commune", "insee", "zone")),
    Question("publics", "Pour qui ?", ("people", "core", "remote")),
    Question("temps", "À quel moment ?", ("out_of_school",)),
    Question("partenaires", "Avec qui ?", FUNCTIONS),
    Question("artistes", "Qui anime ?", ("artists",)),
    Question("parcours", "Voir et faire : combien d’actions ?", ("see", "make")),
    Question("cinema", "Quelle salle, quels films ?", ("hall", "films")),
    Question("budget", "Combien, et qui d’autre paie ?", ("cost", "asked", "others")),
    Question("contact", "En avez-vous parlé ?", ("spoken", "spoken_on")),
)
BESIDE = {"insee": "commune", "remote": "people"}


def asked_fields(edition: Edition) -> set[str]:
    """The fields that a rule of the edition reads; the others are not asked."""
    active = [row["code"] for row in edition["rules"] if row.get("active", True)]
    wanted = {name for code in active for name in ANSWERED_BY.get(code, ())}
    wanted -= set(FUNCTIONS) - set(edition["partners"]["functions_required"])
    return wanted | {name for name, other in BESIDE.items() if other in wanted}


def judge(
    answers: Answers, edition: Edition, findings: Mapping[str, Any], *, at: datetime
) -> list[Verdict]:
    """The engine's verdicts on the answers, for the rules that they can settle.

    A « no » that rests on an answer left out is « to complete ». A holder who comes back joins its
    report to the dossier: nothing here can answer for it.
    """
    verdicts = evaluate(document_of(answers, edition, findings, at=at), edition, at=at)
    told = set(ANSWERED_BY) - ({REPORT} if answers.get("took_part") else set())
    return [_tempered(one, answers) for one in verdicts if one.rule in told]


def _tempered(verdict: Verdict, answers: Answers) -> Verdict:
    is_known = all(answers.get(name) is not None for name in ANSWERED_BY[verdict.rule])
    if is_known or verdict.state not in {State.NOT_MET, State.UNKNOWN}:
        return verdict
    if verdict.rule == CONTACT and answers.get("spoken") is False:
        return verdict
    if verdict.state == State.UNKNOWN and verdict.rule not in COUNTED:
        return verdict
    return replace(verdict, state=State.UNKNOWN, reason=COUNTED.get(verdict.rule, NOT_ANSWERED))


def document_of(
    answers: Answers, edition: Edition, findings: Mapping[str, Any], *, at: datetime
) -> dict[str, Any]:
    """The answers as an exchange document (`passeurs.dossier/1`)."""
    kinds: dict[bool | None, str] = {True: "artist", False: "mediator"}
    artist = kinds.get(answers.get("artists"))
    person = {"key": "h1", "name": "Un artiste ou un professionnel", "kind": artist}
    return {
        "format": "passeurs.dossier/1",
        "edition": edition["slug"],
        "holder": {
            "name": "Votre structure",
            "siret": ANY_SIRET,
            "siret_state": "verified",
            "legal_status": answers.get("status") or "",
            "functions": [code for code in FUNCTIONS if answers.get(code) == "us"],
        },
        "partners": _partners(answers, edition),
        "people": [person] if artist else [],
        "audience": _audience(answers, edition),
        "actions": _actions(answers, edition, findings),
        "budget": _budget(answers),
        "previous": {"took_part": answers.get("took_part")},
        "context": {"contacts": _contacts(answers, edition, at=at)},
    }


def _partners(answers: Answers, edition: Edition) -> list[dict[str, Any]]:
    """A partner for each function somebody else fills, and one unknown while a function is open."""
    names = {
        "cinema": "Votre partenaire du cinéma",
        "audience": "Votre partenaire auprès des publics",
        "screening": "Votre partenaire de diffusion",
    }
    required = [code for code in FUNCTIONS if code in edition["partners"]["functions_required"]]
    told = [code for code in required if answers.get(code) == "partner"]
    found = [{"key": code, "name": names[code], "functions": [code]} for code in told]
    own = set(edition["partners"]["functions_required"]) - set(FUNCTIONS)
    if own or any(answers.get(code) not in {"us", "partner"} for code in required):
        return [*found, {"key": "open", "name": "", "functions": []}]
    return found or [{"key": "other", "name": "Les autres partenaires", "functions": ["other"]}]


def _audience(answers: Answers, edition: Edition) -> dict[str, Any]:
    share = 0 if answers.get("zone") is False else None
    return {
        "bands": _bands(answers, edition["audience"]),
        "is_remote": answers.get("remote"),
        "out_of_school": answers.get("out_of_school"),
        "share_qpv": share,
        "share_rural": share,
    }


def _bands(answers: Answers, ages: Mapping[str, Any]) -> list[dict[str, Any]]:
    people, core = answers.get("people"), answers.get("core")
    if people is None or core is None:
        return []
    low, high = ages["age_min"], ages["age_max"]
    others = {"from": high + 1, "to": None} if high is not None else {"from": 0, "to": low - 1}
    return [
        {"from": low, "to": high, "unspecified": core},
        {**others, "unspecified": people - core},
    ]


def _actions(
    answers: Answers, edition: Edition, findings: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """As many actions as told; blank ones hold the place of those not counted yet."""
    told = [answers.get("see"), answers.get("make")]
    rows = [_screening(answers, edition, rank) for rank in range(told[0] or 0)]
    workshop = {"title": "Un atelier", "kind": _kind(edition, "faire")["code"], "nature": "faire"}
    rows += [dict(workshop) for _ in range(told[1] or 0)]
    if None in told:
        least = edition["pathway"]["min_actions"] or 1
        rows += [{} for _ in range(max(1, least - len(rows)))]
    if set(edition["pathway"]["natures_required"]) - {"voir", "faire"}:
        rows.append({})
    for row in rows:
        row["place"] = _place(answers, findings)
    if rows and answers.get("artists") is not None:
        rows[0]["practitioners"] = ["h1"]
    return [{"key": f"a{rank}", **row} for rank, row in enumerate(rows, start=1)]


def _kind(edition: Edition, nature: str, *, listed: bool = False) -> Mapping[str, Any]:
    kinds = [kind for kind in edition["action_kinds"] if kind["nature"] == nature]
    drawn = [kind for kind in kinds if kind.get("film_list")] if listed else []
    return next(iter(drawn or kinds), {"code": ""})


def _screening(answers: Answers, edition: Edition, rank: int) -> dict[str, Any]:
    kind = _kind(edition, "voir", listed=True)
    is_in_hall = answers.get("hall")
    row = {"title": "Une séance", "kind": kind["code"], "nature": "voir"}
    if is_in_hall and not rank:
        row["venue"] = {"kind": "cinema", "name": "celle que vous prévoyez"}
    elif is_in_hall is False:
        row["venue"] = {"kind": "other"}
    if answers.get("films") and kind.get("film_list"):
        film = {"title": "de la liste", "list": kind["film_list"], "listed": True}
        row["films"] = [film]
    elif answers.get("films") is False and not rank:
        row["films"] = [{"title": "choisi hors des listes", "listed": False}]
    return row


def _place(answers: Answers, findings: Mapping[str, Any]) -> dict[str, Any]:
    insee, name = answers.get("commune") or ("", "")
    place = {"insee": insee, "city": name, "audience_from_zone": bool(answers.get("zone"))}
    return {**place, "findings": findings} if findings else place


def _budget(answers: Answers) -> dict[str, Any]:
    cost, asked, others = (answers.get(name) for name in ("cost", "asked", "others"))
    lines = [
        _line("charge", "622", cost),
        _line("product", "74etat", asked, funder_kind="drac"),
        _line("product", "74x", others, funder="celui que vous prévoyez", funder_kind="public"),
    ]
    if cost is not None:
        rest = cost - (asked or 0) - (others or 0)
        lines.append(_line("product", "own", max(rest, Decimal(0)), funder_kind="own"))
    return {"project": [line for line in lines if line]}


def _line(side: str, code: str, amount: Decimal | None, **more: str) -> dict[str, Any] | None:
    return (
        None if amount is None else {"side": side, "code": code, "amount": f"{amount:.2f}", **more}
    )


def _contacts(answers: Answers, edition: Edition, *, at: datetime) -> list[dict[str, Any]]:
    """A contact of today counts as of now; another day, at noon of the edition's zone."""
    day = answers.get("spoken_on")
    if not answers.get("spoken") or day is None:
        return []
    noon = datetime.combine(day, time(12), ZoneInfo(edition["timezone"]))
    return [{"at": min(noon, at - timedelta(seconds=1)).isoformat(), "channel": "phone"}]


@dataclass(frozen=True)
class Conclusion:
    """Where the project stands today: its tone, one sentence, and what it means."""

    tone: str
    title: str
    lead: str


def conclude(verdicts: Iterable[Verdict]) -> Conclusion:
    verdicts = list(verdicts)
    against = [one for one in verdicts if one.blocking and one.state == State.NOT_MET]
    missing = [one for one in verdicts if one.state == State.UNKNOWN]
    if against:
        return _against(len(against))
    if missing:
        return _missing(len(missing), len(verdicts))
    return _favourable(
        doubts=sum(one.state == State.TO_CONFIRM for one in verdicts),
        advice=sum(map(is_advice, verdicts)),
    )


def is_advice(verdict: Verdict) -> bool:
    """Whether the call only advises what is not met: nothing prevents the project."""
    return verdict.state == State.NOT_MET and not verdict.blocking


def _against(count: int) -> Conclusion:
    subject = "Un point l’exclut" if count == 1 else f"{_words(count)} points l’excluent"
    return Conclusion(
        "no",
        f"{subject} aujourd’hui",
        "Rien n’est perdu\u00a0: voyez ce qui changerait la réponse, puis parlez-en à la "
        "coordination.",
    )


def _words(count: int) -> str:
    return criteria.capital(criteria.count(count))


def _points(count: int) -> str:
    return "un point" if count == 1 else f"{criteria.count(count)} points"


def _missing(count: int, total: int) -> Conclusion:
    if count == total:
        return Conclusion("todo", "Tout reste à dire", "Répondez à quelques questions pour voir.")
    return Conclusion(
        "todo",
        f"Rien ne s’y oppose, il reste {_points(count)} à préciser",
        "Une réponse qui manque n’est jamais un non\u00a0: complétez quand vous saurez.",
    )


def _favourable(*, doubts: int, advice: int) -> Conclusion:
    lead = "D’après vos réponses, il remplit ce que l’appel demande."
    if doubts:
        lead += f" La coordination confirmera {_points(doubts)}."
    if advice:
        lead += f" L’appel conseille encore {_points(advice)}."
    return Conclusion("ok", "Votre projet a toutes ses chances", lead)
