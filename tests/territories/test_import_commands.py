from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from passeurs.territories.models import Vintage
from passeurs.territories.wording import reach
from tests.factories.territories import CommuneFactory

HEAD = "Code_insee;Departement;Commune;Classement FRR\n"
GOOD, BAD = "46042;46;Cahors;FRR socle\n", "46043;46;?;FRR socle\n"
pytestmark = pytest.mark.django_db


@pytest.fixture
def run(tmp_path):
    """Run `import_frr` on a text: (exit code, stdout, stderr and error), spaces made plain."""
    CommuneFactory(insee="46042", name="Cahors")

    def command(text, *options, vintage="2025"):
        path = tmp_path / "frr.csv"
        path.write_text(text, encoding="utf-8")
        out, err, code = StringIO(), StringIO(), 0
        try:
            call_command("import_frr", path, "--vintage", vintage, *options, stdout=out, stderr=err)
        except CommandError as problem:
            code = problem.returncode
            err.write(str(problem))
        spaces = str.maketrans("\u00a0\u202f", "  ")
        return code, out.getvalue().translate(spaces), err.getvalue().translate(spaces)

    return command


def test_a_good_file_exits_0_and_says_what_it_covers(run):
    code, out, err = run(HEAD + GOOD)
    assert code == 0
    assert out == "1 ligne lue, 1 gardée, 0 refusée. FRR 2025 : 1 département.\n"
    assert "] 100 % " in err


def test_some_refused_lines_exit_1_and_are_told_one_by_one(run):
    code, out, err = run(HEAD + BAD + GOOD + BAD)
    assert code == 1
    told = "aucune commune, actuelle ou ancienne, n’a le code 46043."
    assert out.splitlines()[:2] == [f"Ligne 2 : {told}", f"Ligne 4 : {told}"]
    assert err.endswith("2 lignes refusées, les autres sont chargées.")


def test_an_unusable_file_exits_2_and_says_that_nothing_changed(run):
    code, out, err = run("<!doctype html>")
    assert (code, out) == (2, "")
    assert err.endswith("Rien n’a été modifié.")


def test_the_same_file_again_says_so(run):
    run(HEAD + GOOD)
    code, out, _ = run(HEAD + GOOD)
    assert (code, out.splitlines()[-1]) == (0, "Rien n’a changé depuis le dernier chargement.")


def test_another_file_of_the_same_year_asks_for_replace(run):
    run(HEAD + GOOD)
    changed = HEAD + GOOD.replace("socle", "bénéficiaire")
    code, _, err = run(changed)
    assert code == 2
    assert "--replace" in err
    assert run(changed, "--replace")[0] == 0


def test_the_departments_covered_may_be_said(run):
    assert "2 départements" in run(HEAD + GOOD, "--departments", "46,2a")[1]
    code, _, err = run(HEAD + GOOD, "--departments", "46 99")
    assert (code, "99" in err) == (2, True)


@pytest.mark.parametrize(
    ("scope", "codes", "told"),
    [
        ("france", [], "FRR 2025 : France entière."),
        ("departments", ["46", "48"], "FRR 2025 : 2 départements."),
        ("communes", [], "FRR 2025 : aucun département couvert en entier."),
    ],
)
def test_the_reach_of_a_vintage_is_told(scope, codes, told):
    vintage = Vintage(kind="FRR", vintage=2025, scope=scope, codes=codes)
    assert reach(vintage).replace("\u00a0", " ") == told


def test_a_remark_refuses_nothing(run):
    code, out, _ = run(HEAD.replace("FRR\n", "FRR 2024\n") + GOOD)
    assert code == 0
    assert out.startswith("Remarque : le fichier parle de 2024")


def test_progress_is_a_line_now_and_then_or_a_bar_on_a_terminal(monkeypatch):
    from django.core.management.base import OutputWrapper

    from passeurs.territories.management.commands import _progress

    monkeypatch.setattr(_progress, "STEP", 2)
    for is_terminal, ending in ((False, "\n"), (True, "\r")):
        err = StringIO()
        err.isatty = lambda answer=is_terminal: answer
        assert list(_progress.progress(OutputWrapper(err), [1, 2, 3, 4])) == [1, 2, 3, 4]
        assert err.getvalue().count("]") == 2
        assert ending in err.getvalue()
