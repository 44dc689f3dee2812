"""A dossier document from outside: read safely, checked against the published schema.

What is wrong is told in French sentences, with the place in the document; nothing is guessed.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError

from passeurs.eligibility.wording import sentence

FORMAT = "passeurs.dossier/1"
SCHEMA = Path(__file__).resolve().parents[2] / "docs" / "dossier.schema.json"
MAX_LENGTH = 5_000_000
MAX_SENTENCES = 20
MAX_SHOWN = 40
KEYED = ("partners", "people", "actions")

formats = FormatChecker(formats=())


class Unusable(Exception):  # noqa: N818 - a normal outcome, told to the person
    """The document cannot be read; `sentences` say why, in French."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self.sentences = tuple(map(sentence, sentences))
        super().__init__(*self.sentences)


def parse(source: str | bytes) -> dict[str, Any]:
    """The document in a file, ready for the engine. Raises Unusable."""
    document = load(decode(source))
    if not isinstance(document, dict):
        raise Unusable(["Le fichier doit contenir un objet JSON, entre accolades."])
    if (found := document.get("format")) != FORMAT:
        raise Unusable(
            [f"Le champ « format » doit valoir « {FORMAT} » ; {shown(found)} ne convient pas."]
        )
    if problems := check(document):
        raise Unusable(problems)
    return document


def decode(source: str | bytes) -> str:
    if len(source) > MAX_LENGTH:
        raise Unusable(["Le fichier dépasse 5 millions de caractères : ce n’est pas un dossier."])
    try:
        text = source.decode("utf-8-sig") if isinstance(source, bytes) else source
        text.encode()
    except UnicodeError:
        raise Unusable(["Le fichier n’est pas écrit en UTF-8."]) from None
    return text.removeprefix("\ufeff")


def load(text: str) -> Any:
    """The value of a JSON text, without what JSON parsers disagree on."""
    try:
        value = json.loads(text, object_pairs_hook=unique, parse_constant=refuse_constant)
        refuse_broken_text(json.dumps(value, ensure_ascii=False))
    except json.JSONDecodeError as error:
        where = f"ligne {error.lineno}, colonne {error.colno}"
        raise Unusable([f"Le fichier n’est pas du JSON : erreur à la {where}."]) from None
    except RecursionError:
        raise Unusable(["Le fichier emboîte trop d’objets les uns dans les autres."]) from None
    except ValueError:
        raise Unusable(["Le fichier contient un nombre démesuré."]) from None
    return value


def refuse_broken_text(text: str) -> None:
    """Half a character, or the null one, which no database keeps."""
    if "\\u0000" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise Unusable(["Le fichier contient un caractère qui n’existe pas."])


def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    document = dict(pairs)
    if len(document) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Unusable([f"Le champ « {twice} » est écrit deux fois dans le même objet."])
    return document


def refuse_constant(name: str) -> Any:
    raise Unusable([f"« {name} » n’est pas un nombre."])


def check(document: Mapping[str, Any]) -> list[str]:
    """What keeps the document from being of the format, in French; empty where all is well."""
    errors = sorted(validator().iter_errors(document), key=lambda error: list(map(str, error.path)))
    found = list(dict.fromkeys(line for error in errors for line in explained(error)))
    found += [] if found else repeated_keys(document)
    rest = len(found) - MAX_SENTENCES
    more = [f"Et {rest} autres erreurs du même ordre."] if rest > 1 else found[MAX_SENTENCES:]
    return list(map(sentence, found[:MAX_SENTENCES] + more))


@cache
def validator() -> Draft202012Validator:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return Draft202012Validator(schema, format_checker=formats)


def explained(error: ValidationError) -> list[str]:
    """One sentence for each fault; the schema's own titles say what was expected."""
    where = told(error.absolute_path)
    if error.validator == "additionalProperties":
        names = sorted(set(error.instance) - set(error.schema["properties"]))
        return [f"{where} : « {name} » n’est pas un champ de ce format." for name in names]
    if error.validator == "required":
        names = sorted(set(error.validator_value) - set(error.instance))
        return [f"{where} : il manque le champ « {name} »." for name in names]
    if error.validator == "maxItems":
        return [f"{where} : la liste compte plus de {error.validator_value} éléments."]
    if error.validator == "maxLength":
        return [f"{where} : le texte dépasse {error.validator_value} caractères."]
    if error.validator == "enum":
        values = ", ".join(value for value in error.validator_value if value)
        return [f"{where} : {shown(error.instance)} n’est pas une des valeurs admises ({values})."]
    expected = error.schema.get("title", "une autre valeur")
    return [f"{where} : il faut {expected} ; {shown(error.instance)} ne convient pas."]


def told(path: Iterable[str | int]) -> str:
    """« actions n° 2 › place › lat »: lists are counted from 1."""
    words: list[str] = []
    for step in path:
        if isinstance(step, int):
            words[-1] = f"{words[-1]} n° {step + 1}"
        else:
            words.append(step)
    return f"« {' › '.join(words)} »" if words else "Le dossier"


def shown(value: object) -> str:
    """The value as it stands in the file, cut short."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= MAX_SHOWN else f"{text[: MAX_SHOWN - 1]}…"


def repeated_keys(document: Mapping[str, Any]) -> list[str]:
    """References need keys that are unique in their list."""
    found = []
    for part in KEYED:
        keys = [row["key"] for row in document.get(part) or [] if row and "key" in row]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        found += [f"« {part} » : le repère « {key} » sert deux fois." for key in twice]
    return found


def is_date(value: object) -> bool:
    """ISO dates only, and dates that exist."""
    return not isinstance(value, str) or date.fromisoformat(value).isoformat() == value


def is_instant(value: object) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


formats.checkers.update({"date": (is_date, ValueError), "date-time": (is_instant, ValueError)})
