"""What the checker says of an edition's questions, hints, grid and words."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation

from passeurs.calls import wordings
from passeurs.calls.enums import QuestionKind, QuestionSection, RuleCode, WordingKind
from passeurs.calls.findings import Finding, error, warning
from passeurs.core.merging import unknown_fields

WITH_OPTIONS = {QuestionKind.CHOICE, QuestionKind.CHOICES}
OF_TEXT = {QuestionKind.TEXT, QuestionKind.PROSE}
CODE = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
LONGEST_CODE = 40
MOST_QUESTIONS = 60
MOST_CHARACTERS = 20_000
LONGEST_SUBJECT = 200


def repeated(codes: list[str]) -> list[str]:
    return sorted({code for code in codes if codes.count(code) > 1})


def questions(document: dict) -> Iterator[Finding]:
    rows = document.get("questions", [])
    for code in repeated([row["code"] for row in rows]):
        yield error("questions", f"La question « {code} » est écrite deux fois.")
    if len(rows) > MOST_QUESTIONS:
        yield error("questions", f"Une édition pose {MOST_QUESTIONS} questions au plus.")
    for row in rows:
        yield from question(row)
    needed = any(row.get("required") for row in rows)
    rules = [row for row in document.get("rules", []) if row.get("active") is not False]
    if needed and RuleCode.QUESTIONS not in {row["code"] for row in rules}:
        yield warning(
            "questions",
            "Une question au moins est obligatoire, mais aucune règle ne demande d’y répondre : "
            f"ajoutez la règle « {RuleCode.QUESTIONS.label} ».",
        )


def question(row: dict) -> Iterator[Finding]:
    where, name = f"questions.{row['code']}", f"« {row['label'] or row['code']} »"
    if not (CODE.fullmatch(row["code"]) and len(row["code"]) <= LONGEST_CODE):
        yield error(where, f"{name} : le code s’écrit en minuscules, sans accent ni espace.")
    if not row["label"].strip():
        yield error(where, "Une question n’est pas écrite.")
    if row["section"] not in QuestionSection.values:
        yield error(where, f"{name} n’est dans aucune section du dossier.")
    if row["kind"] not in QuestionKind.values:
        yield error(where, f"{name} : cette sorte de réponse n’existe pas.")
    yield from options(row, where, name)
    yield from bounds(row, where, name)


def options(row: dict, where: str, name: str) -> Iterator[Finding]:
    found = row.get("options", [])
    if row["kind"] in WITH_OPTIONS and len(found) < 2:  # noqa: PLR2004 - one choice is none
        yield error(where, f"{name} : il faut au moins deux réponses entre lesquelles choisir.")
    for code in repeated([option["code"] for option in found]):
        yield error(where, f"{name} : la réponse « {code} » est écrite deux fois.")
    if any(not option["label"].strip() for option in found):
        yield error(where, f"{name} : une réponse n’est pas écrite.")


def bounds(row: dict, where: str, name: str) -> Iterator[Finding]:
    longest = row.get("max_length")
    if longest is not None and not 1 <= longest <= MOST_CHARACTERS:
        yield error(where, f"{name} : la longueur va de 1 à {MOST_CHARACTERS} signes.")
    try:
        least, most = (bound(row["kind"], row.get(key) or "") for key in ("least", "most"))
    except (ValueError, InvalidOperation):
        yield error(where, f"{name} : une borne n’est pas lisible.")
        return
    if least is not None and most is not None and least > most:  # type: ignore[operator] # of one kind
        yield error(where, f"{name} : la plus petite borne dépasse la plus grande.")


def bound(kind: str, text: str) -> Decimal | date | None:
    """The bound of a number or of a date; None for none. Raises where it cannot be read."""
    if not text:
        return None
    if kind == QuestionKind.NUMBER:
        found = Decimal(text)
        if not found.is_finite():
            raise ValueError(text)
        return found
    if kind == QuestionKind.DATE:
        return date.fromisoformat(text)
    return None


def hints(document: dict) -> Iterator[Finding]:
    rows = document.get("hints", [])
    for code in repeated([row["section"] for row in rows]):
        yield error("hints", f"Deux conseils sont écrits pour la section « {code} ».")
    for row in rows:
        if row["section"] not in QuestionSection.values:
            yield error("hints", "Un conseil n’est dans aucune section du dossier.")


def grid(document: dict) -> Iterator[Finding]:
    rows = document.get("grid", [])
    for code in repeated([row["code"] for row in rows]):
        yield error("grid", f"Le critère « {code} » est écrit deux fois.")
    for row in rows:
        yield from line_of_grid(row)


def line_of_grid(row: dict) -> Iterator[Finding]:
    where, name = f"grid.{row['code']}", f"« {row['label'] or row['code']} »"
    least, most = row.get("minimum", 0), row.get("maximum", 5)
    under = row.get("comment_under")
    if not row["label"].strip():
        yield error(where, "Un critère de la grille n’est pas écrit.")
    if least >= most:
        yield error(where, f"{name} : la note la plus haute doit dépasser la plus basse.")
    elif under is not None and not least < under <= most:
        yield error(
            where,
            f"{name} : le seuil du commentaire va de {least + 1} à {most}.",
        )
    if row.get("weight", 1) < 1:
        yield error(where, f"{name} : le poids est de 1 au moins.")


def words(document: dict) -> Iterator[Finding]:
    rows = document.get("wordings", [])
    for code in repeated([row["kind"] for row in rows]):
        yield error("wordings", f"Le modèle « {code} » est écrit deux fois.")
    for row in rows:
        if row["kind"] not in WordingKind.values:
            yield error("wordings", "Un modèle ne sert à aucune occasion connue.")
            continue
        for sentence in faults_of_wording(row["kind"], row["subject"], row["body"]):
            yield error(f"wordings.{row['kind']}", sentence)


def faults_of_wording(kind: str, subject: str, body: str) -> list[str]:
    """What keeps a text from being sent, in sentences."""
    name = f"« {WordingKind(kind).label} »"
    known = wordings.fields_of(kind)
    found = []
    if not subject.strip() or not body.strip():
        found.append(f"{name} : il faut un objet et un texte.")
    if len(subject) > LONGEST_SUBJECT or "\n" in subject:
        found.append(f"{name} : l’objet tient en une ligne, {LONGEST_SUBJECT} signes au plus.")
    if len(body) > MOST_CHARACTERS:
        found.append(f"{name} : le texte compte {MOST_CHARACTERS} signes au plus.")
    missing = dict.fromkeys(unknown_fields(f"{subject}\n{body}", known))
    found.extend(f"{name} : le champ « {{{field}}} » n’existe pas ici." for field in missing)
    return found


def changes(before: dict, after: dict, answered: dict[str, int]) -> Iterator[Finding]:
    """What changing the questions does to the answers given: `answered` counts dossiers by code."""
    old = {row["code"]: row for row in before.get("questions", [])}
    new = {row["code"]: row for row in after.get("questions", [])}
    for code, row in old.items():
        count = answered.get(code, 0)
        if not count:
            continue
        told = "un dossier y a répondu" if count == 1 else f"{count} dossiers y ont répondu"
        name = f"« {row['label']} »"
        if code not in new:
            yield warning(
                f"questions.{code}",
                f"{name} est retirée, or {told} : les réponses restent dans l’historique et dans "
                "les dossiers déposés, plus à l’écran.",
            )
        elif changed(row, new[code]):
            yield warning(
                f"questions.{code}",
                f"{name} change de sorte de réponse, or {told} : ce qui ne convient plus sera à "
                "écrire de nouveau.",
            )


def changed(old: dict, new: dict) -> bool:
    """Whether an answer given to the old question may no longer fit the new one."""
    kept = {option["code"] for option in new.get("options", [])}
    lost = {option["code"] for option in old.get("options", [])} - kept
    return old["kind"] != new["kind"] or bool(lost)


PARTS = (questions, hints, grid, words)
