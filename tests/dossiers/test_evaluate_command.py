"""`manage.py evaluate`: one JSON on stdout, a status, and never a traceback."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from passeurs.dossiers.evaluation import clock, edition_stored, instant, with_findings
from passeurs.eligibility.exchange import Unusable
from tests.factories import calls, exchange
from tests.factories.territories import CommuneFactory, RuralClassFactory, VintageFactory

EDITION = "passeurs/demonstration/data/editions/occitanie-2024.json"
ELIGIBLE = "docs/examples/eligible.json"
KEYS = ["rule", "state", "blocking", "clause", "reason", "values"]
SMALLEST = {"format": "passeurs.dossier/1"}


def run(capsys, *arguments):
    """Status, what stdout holds, what stderr holds."""
    status = 0
    try:
        call_command("evaluate", *arguments)
    except SystemExit as gone:
        status = gone.code
    said = capsys.readouterr()
    return status, said.out, said.err.replace("\u00a0", " ").replace("\u202f", " ")


def states(out):
    return {one["rule"]: one["state"] for one in json.loads(out)["verdicts"]}


@pytest.fixture
def written(tmp_path):
    def write(document, name="dossier.json"):
        path = tmp_path / name
        content = document if isinstance(document, bytes) else json.dumps(document).encode()
        path.write_bytes(content)
        return str(path)

    return write


# -------------------------------------------------------------------------------- the answer


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "status"), [("eligible", 0), ("ineligible", 1), ("incomplete", 1)]
)
def test_an_example_is_judged_by_the_edition_it_names(capsys, name, status):
    calls.edition("occitanie-2024")
    found, out, err = run(capsys, f"docs/examples/{name}.json")
    answer = json.loads(out)
    assert (found, err) == (status, "")
    assert list(answer) == ["fileable", "verdicts"]
    assert answer["fileable"] is (status == 0)
    assert all(list(one) == KEYS for one in answer["verdicts"])
    assert len(answer["verdicts"]) == 22
    assert answer["verdicts"][0]["clause"]["number"] == "1.2"


@pytest.mark.django_db
def test_an_edition_may_come_from_its_file(capsys):
    status, out, _ = run(capsys, ELIGIBLE, f"--edition={EDITION}")
    assert (status, json.loads(out)["fileable"]) == (0, True)


@pytest.mark.django_db
def test_the_option_wins_over_the_edition_that_the_file_names(capsys):
    calls.edition("occitanie-2024")
    calls.edition("deux-seances-1")
    _, out, _ = run(capsys, ELIGIBLE, "--edition=deux-seances-1")
    assert states(out)["budget.floor"] == "met"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("at", "state"),
    [
        ("2023-10-31T23:59:59", "met"),
        ("2023-11-01T00:00:00", "not_met"),
        ("2023-10-31T22:59:59Z", "met"),
        ("2023-10-31T23:00:00+00:00", "not_met"),
    ],
)
def test_a_given_instant_stands_for_the_filing(capsys, at, state):
    _, out, _ = run(capsys, ELIGIBLE, f"--edition={EDITION}", f"--at={at}")
    assert states(out)["submission.before_deadline"] == state


def test_without_instant_a_filed_dossier_is_judged_at_its_filing():
    document = {"context": {"submitted_at": "2023-10-20T18:00:00+02:00"}}
    kept, at = clock(document, "", "Europe/Paris")
    assert kept == document
    assert at.isoformat() == "2023-10-20T16:00:00+00:00"


def test_without_instant_nor_filing_the_clock_is_now(frozen):
    now = frozen("2023-10-20T12:00:00")
    assert clock({"context": None}, "", "Europe/Paris")[1] == now


def test_an_instant_without_zone_is_that_of_the_edition():
    assert instant("2023-07-14T12:00:00", "Indian/Reunion").isoformat().startswith("2023-07-14T08")


# -------------------------------------------------------------------------------- the places


@pytest.fixture
def figeac(db):
    CommuneFactory(insee="46102", name="Figeac")
    VintageFactory(kind="ZRR", vintage=2021, codes=["46102"])
    RuralClassFactory(insee="46102", kind="ZRR", vintage=2021)


def test_a_place_without_findings_is_asked_to_the_reference_data(capsys, figeac):
    _, out, _ = run(capsys, "docs/examples/incomplete.json", f"--edition={EDITION}")
    assert states(out)["territory.priority"] == "met"


def test_an_empty_place_gets_no_findings(figeac):
    rules = calls.document("occitanie-2024")
    rows = [{"key": "a1"}, {"key": "a2", "place": {}}, {"key": "a3", "place": {"lat": 44.6}}, None]
    found = with_findings({"actions": rows}, rules)["actions"]
    assert [row.get("place") for row in found] == [None, {}, {"lat": 44.6}, None]


def test_findings_of_the_file_stay_and_what_is_missing_is_filled(figeac):
    given = {"qpv": {"answer": "yes", "vintage": 2015}, "rural": None}
    place = {"insee": "46102", "findings": given}
    document = {"actions": [{"key": "a1", "place": place}]}
    (action,) = with_findings(document, calls.document("occitanie-2024"))["actions"]
    findings = action["place"]["findings"]
    assert (findings["qpv"], findings["rural"]["answer"]) == (given["qpv"], "yes")
    assert place["findings"] is given


# -------------------------------------------------------------------------------- bad input


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "pas du JSON"),
        (b"\xff\xfe{}", "UTF-8"),
        (b"[]", "objet JSON"),
        (b'{"format": "autre"}', "« format »"),
        (b'{"format": NaN}', "NaN"),
        (b'{"format": "passeurs.dossier/1", "format": "x"}', "deux fois"),
        (b'{"format": "passeurs.dossier/1", "partners": 3}', "partners"),
        (b'{"format": "passeurs.dossier/1", "nom": 3}', "nom"),
        (b'{"format": "passeurs.dossier/1", "audience": {"companions": 1e999}}', "Infinity"),
        (b'{"format": "passeurs.dossier/1", "holder": {"name": "\\ud800"}}', "caract"),
        (b"[" * 100_000, "emboîte"),
        (b" " * 5_000_001, "5 millions"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_why_with_status_2(capsys, written, content, told):
    status, out, err = run(capsys, written(content), f"--edition={EDITION}")
    assert (status, out) == (2, "")
    assert told in err
    assert "Traceback" not in err


@pytest.mark.django_db
def test_a_mark_at_the_start_of_the_file_is_ignored(capsys, written):
    content = b"\xef\xbb\xbf" + json.dumps(SMALLEST).encode()
    status, _, _ = run(capsys, written(content), f"--edition={EDITION}")
    assert status == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["absent.json"], "n’existe pas"),
        (["docs"], "est un dossier, pas un fichier"),
        (["a\0b"], "ne peut pas être lu"),
        ([ELIGIBLE], "« occitanie-2024 » n’est pas dans cette base"),
        ([ELIGIBLE, "--edition=absente"], "« absente » n’est pas dans cette base"),
        ([ELIGIBLE, "--edition=absente.json"], "n’existe pas"),
        ([ELIGIBLE, f"--edition={ELIGIBLE}"], "passeurs.edition/1"),
        ([ELIGIBLE, f"--edition={EDITION}", "--at=demain"], "n’est pas un instant"),
        ([ELIGIBLE, f"--edition={EDITION}", "--at=0001-01-01T00:00:00"], "n’est pas un instant"),
        ([ELIGIBLE, f"--edition={EDITION}", "--at=9999-12-31T23:59:59Z"], "n’est pas un instant"),
    ],
)
def test_a_wrong_argument_is_told_with_status_2(capsys, arguments, told):
    status, out, err = run(capsys, *arguments)
    assert (status, out) == (2, "")
    assert told in err


@pytest.mark.django_db
def test_a_file_that_names_no_edition_says_what_to_add(capsys, written):
    status, _, err = run(capsys, written(SMALLEST))
    assert status == 2
    assert "--edition" in err


@pytest.mark.django_db
def test_a_date_out_of_the_calendar_is_told(capsys, written):
    document = SMALLEST | {"context": {"contacts": [{"at": "0001-01-01T00:00:00+02:00"}]}}
    status, _, err = run(capsys, written(document), f"--edition={EDITION}")
    assert status == 2
    assert "de 1900 à 2199" in err


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"timezone": "Lune/Tycho"}, "fuseau"),
        ({"money": 12}, "money"),
        ({"year": {"days": 10**9}}, "date"),
        ({"format": None}, "passeurs.edition/1"),
    ],
)
def test_an_edition_that_cannot_be_used_is_told_why(capsys, written, change, told):
    edition = calls.document("occitanie-2024") | change
    status, out, err = run(capsys, ELIGIBLE, f"--edition={written(edition, 'edition.json')}")
    assert (status, out) == (2, "")
    assert told in err


@pytest.mark.django_db
def test_a_dossier_may_come_through_the_standard_input(capsys, monkeypatch):
    source = io.TextIOWrapper(io.BytesIO(json.dumps(SMALLEST).encode()))
    monkeypatch.setattr(sys, "stdin", source)
    status, out, _ = run(capsys, "-", f"--edition={EDITION}")
    assert status == 1
    assert states(out)["holder.eligible_status"] == "unknown"


def test_no_database_at_all_is_no_obstacle_to_a_file(tmp_path):
    """A process of its own, on an empty folder: stdout holds the JSON and nothing else."""
    environment = os.environ | {"PASSEURS_DATA": str(tmp_path), "PYTHONIOENCODING": "latin-1"}
    environment |= {"DJANGO_SETTINGS_MODULE": "config.settings.dev", "PASSEURS_DATABASE": ""}
    command = [sys.executable, "manage.py", "evaluate", ELIGIBLE]
    with_file = subprocess.run(
        [*command, f"--edition={EDITION}"], env=environment, capture_output=True, check=False
    )
    without = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert json.loads(with_file.stdout.decode())["fileable"] is True
    assert (without.returncode, without.stdout) == (2, b"")
    assert "n’est pas dans cette base" in without.stderr.decode().replace("\u00a0", " ")


def test_the_edition_to_give_is_named(monkeypatch):
    with pytest.raises(Unusable, match="--edition"):
        edition_stored("")


def test_every_example_is_a_dossier_of_the_format():
    assert {exchange.example(name)["format"] for name in exchange.NAMES} == {"passeurs.dossier/1"}
    assert Path(EDITION).is_file()
