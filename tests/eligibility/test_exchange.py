import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from passeurs.eligibility.exchange import (
    MAX_LENGTH,
    SCHEMA,
    Unusable,
    check,
    explained,
    parse,
    validator,
)
from tests.eligibility.editions import EDITIONS, EXAMPLES, ROOT, dossier, edition, read

EDITION_SCHEMA = ROOT / "docs" / "edition.schema.json"


def sentences(source):
    with pytest.raises(Unusable) as caught:
        parse(source)
    return " ".join(caught.value.sentences).replace("\u00a0", " ").replace("\u202f", " ")


def wrong(changes):
    document = {"format": "passeurs.dossier/1", **changes}
    return " ".join(check(document)).replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize("path", [SCHEMA, EDITION_SCHEMA], ids=lambda path: path.name)
def test_the_published_schemas_are_schemas(path):
    Draft202012Validator.check_schema(read(path))


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.json")), ids=lambda path: path.name)
def test_every_example_is_of_the_format(path):
    assert parse(path.read_bytes())["edition"] == "occitanie-2024"


@pytest.mark.parametrize("path", sorted(EDITIONS.glob("*.json")), ids=lambda path: path.name)
def test_every_shipped_edition_is_of_its_format(path):
    errors = Draft202012Validator(read(EDITION_SCHEMA)).iter_errors(read(path))
    assert [error.json_path for error in errors] == []


def described(schema, path="", *, at=""):
    """Every property of the schema with what is said of it."""
    for name, one in schema.get("properties", {}).items():
        yield f"{at}.{name}", one.get("description") or one.get("$ref", "")
        yield from described(one, at=f"{at}.{name}")
    if "items" in schema:
        yield from described(schema["items"], at=f"{at}[]")
    for name, one in schema.get("$defs", {}).items():
        yield from described(one, at=f"#{name}")


def test_every_field_of_the_schema_is_described():
    missing = [path for path, words in described(read(SCHEMA)) if not words]
    assert missing == []


def test_the_guide_quotes_a_document_of_the_format():
    guide = (ROOT / "docs" / "format-dossier.md").read_text(encoding="utf-8")
    quoted = guide.split("```json\n")[1].split("```")[0]
    assert parse(quoted)["holder"]["name"] == "MJC du Pont-Vieux"


def test_the_smallest_document_is_enough():
    assert parse('{"format": "passeurs.dossier/1"}') == {"format": "passeurs.dossier/1"}
    assert parse(b'\xef\xbb\xbf{"format": "passeurs.dossier/1"}')
    assert parse('\ufeff{"format": "passeurs.dossier/1"}')


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("", "ligne 1, colonne 1"),
        ("{", "pas du JSON"),
        ("[]", "un objet JSON"),
        ("{}", "doit valoir « passeurs.dossier/1 » ; null ne convient pas"),
        ('{"format": "passeurs.dossier/2"}', '"passeurs.dossier/2" ne convient pas'),
        ('{"format": 1, "format": 2}', "« format » est écrit deux fois"),
        ('{"budget": {"requested": NaN}}', "« NaN » n’est pas un nombre"),
        ('{"budget": {"requested": -Infinity}}', "« -Infinity » n’est pas un nombre"),
        ('{"budget": ' + "9" * 5000 + "}", "nombre démesuré"),
        ('{"reference": "\\ud800"}', "un caractère qui n’existe pas"),
        ('{"reference": "\\u0000"}', "un caractère qui n’existe pas"),
        ("[" * 100_000 + "]" * 100_000, "emboîte trop"),
        (b"\xff\xfe", "UTF-8"),
        ("\ud800", "UTF-8"),
        (" " * (MAX_LENGTH + 1), "5 millions"),
        ('{"format": "passeurs.dossier/1", "audience": {"is_remote": "oui"}}', "true, false"),
    ],
)
def test_an_unusable_file_says_why(source, words):
    assert words in sentences(source)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"patners": []}, "Le dossier : « patners » n’est pas un champ de ce format."),
        ({"holder": []}, "« holder » : il faut un objet ; [] ne convient pas."),
        ({"actions": {}}, "« actions » : il faut une liste ; {} ne convient pas."),
        ({"actions": [{}, {"meetings": -1}]}, "« actions n° 2 › meetings » : il faut un nombre"),
        ({"actions": [{"place": {"lat": 91}}]}, "« actions n° 1 › place › lat » : il faut une lat"),
        ({"budget": {"requested": 4800.5}}, "entre guillemets"),
        ({"budget": {"requested": "4 800 €"}}, '"4 800 €" ne convient pas'),
        ({"budget": {"requested": "1.234"}}, "entre guillemets"),
        ({"project": {"starts_on": "2024-02-30"}}, "une date qui existe"),
        ({"project": {"starts_on": "20240210"}}, "une date qui existe"),
        ({"project": {"starts_on": 3}}, "une date qui existe"),
        ({"project": {"starts_on": "0001-01-01"}}, "de 1900 à 2199"),
        ({"previous": {"report_promised_on": "9999-12-31"}}, "de 1900 à 2199"),
        ({"context": {"submitted_at": "0001-01-01T00:00:00+02:00"}}, "de 1900 à 2199"),
        ({"context": {"contacts": [{"at": "9999-12-31T23:59:59-02:00"}]}}, "de 1900 à 2199"),
        ({"context": {"submitted_at": "2024-02-10T10:00:00"}}, "avec son décalage"),
        ({"context": {"submitted_at": "demain"}}, "avec son décalage"),
        ({"holder": {"legal_status": "SARL"}}, "n’est pas une des valeurs admises (association,"),
        ({"holder": {"name": "a" * 1001}}, "dépasse 1000 caractères"),
        ({"actions": [{}] * 201}, "plus de 200 éléments"),
        ({"audience": {"share_qpv": 101}}, "de 0 à 100"),
        ({"partners": [{"key": "p1"}, {"key": "p1"}, {}]}, "le repère « p1 » sert deux fois"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(changes, words):
    assert words in wrong(changes)


def test_one_fault_is_told_once():
    assert len(check({"format": "passeurs.dossier/1", "project": {"starts_on": "demain"}})) == 1


def test_a_field_that_must_be_there_is_named():
    faulty = edition(changes={"clauses": [{"title": "Sans code"}]})
    errors = Draft202012Validator(read(EDITION_SCHEMA)).iter_errors(faulty)
    [line] = [line for error in errors for line in explained(error)]
    assert line.replace("\u00a0", " ") == "« clauses n° 1 » : il manque le champ « code »."


def test_many_faults_are_told_up_to_a_point():
    found = check({"format": "passeurs.dossier/1", **{f"x{n}": 1 for n in range(25)}})
    assert len(found) == 21
    assert found[-1].replace("\u00a0", " ") == "Et 5 autres erreurs du même ordre."
    just_over = check({"format": "passeurs.dossier/1", **{f"x{n}": 1 for n in range(21)}})
    assert "« x9 »" in just_over[-1].replace("\u00a0", " ")


def test_null_is_a_missing_answer_everywhere():
    schema = read(SCHEMA)
    names = set(schema["properties"]) - {"format", "$schema"}
    assert check({"format": "passeurs.dossier/1"} | dict.fromkeys(names)) == []


def test_the_schema_is_read_once():
    assert validator() is validator()
    assert isinstance(SCHEMA, Path)


def test_the_codes_of_the_editions_are_those_of_the_guide():
    kinds = [row["code"] for row in edition()["action_kinds"]]
    words = json.dumps(read(SCHEMA), ensure_ascii=False)
    assert all(kind in words for kind in kinds)
    assert check(dossier()) == []
