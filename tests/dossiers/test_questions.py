"""The questions an edition adds: asked, answered, judged, printed, exported and taken along."""

import pytest
from django.urls import reverse
from django.utils import timezone

from passeurs.calls.actions import save_edition_document
from passeurs.dossiers.actions.filing import submit_dossier
from passeurs.dossiers.carrying import carried, items_of
from passeurs.dossiers.comparing import State, compare
from passeurs.dossiers.forms.answers import GONE, PREFIX
from passeurs.dossiers.forms.speech import WITHDRAWN, Speech
from passeurs.dossiers.models import Dossier, FieldChange, Snapshot
from passeurs.dossiers.printing.dossier import dossier_data
from passeurs.dossiers.queries.document import dump
from passeurs.dossiers.queries.verdicts import verdicts_of

pytestmark = pytest.mark.django_db
OPTIONS = [{"code": "bus", "label": "En bus"}, {"code": "pied", "label": "À pied"}]
MANY = [{"code": f"o{rank}", "label": f"Choix {rank}"} for rank in range(9)]
KINDS = {
    "ligne": {"kind": "text", "max_length": 20},
    "prose": {"kind": "prose"},
    "nombre": {"kind": "number", "least": "1", "most": "100.5"},
    "jour": {"kind": "date", "least": "2026-01-01", "most": "2027-12-31"},
    "choix": {"kind": "choice", "options": OPTIONS},
    "liste": {"kind": "choice", "options": MANY},
    "plusieurs": {"kind": "choices", "options": OPTIONS},
    "oui": {"kind": "yes_no"},
}
RULE = {"code": "questions.answered", "clause": "questions", "blocking": True}
CLAUSE = {"code": "questions", "number": "9", "title": "Questions", "wording": "x", "place": "y"}


def question(code, section="project", **more):
    base = {"code": code, "section": section, "label": f"Question {code}", "kind": "text"}
    return base | {"help": "", "options": [], "required": False} | more


def ask(edition, *questions):
    """The edition with these questions, and the rule that asks for an answer."""
    document = edition.document()
    clauses = [row for row in document["clauses"] if row["code"] != "questions"]
    rules = [row for row in document["rules"] if row["code"] != RULE["code"]]
    changed = {**document, "questions": list(questions), "rules": [*rules, RULE]}
    changed["clauses"] = [*clauses, CLAUSE]
    save_edition_document(edition, changed, by=None, at=timezone.now())
    edition.refresh_from_db()


@pytest.fixture
def asking(edition, ready, client):
    ask(edition, *(question(code, **more) for code, more in KINDS.items()))
    client.force_login(ready.holder)
    return Dossier.objects.get(pk=ready.pk)


def post(client, dossier, data, *, name="projet", version=0, autosave=True, code=None):
    address = reverse(f"dossiers:{name}", args=[dossier.pk, *([code] if code else [])])
    headers = {"X-Autosave": "1"} if autosave else {}
    return client.post(address, {"_version": version, **data}, headers=headers)


def answers(dossier):
    return Dossier.objects.get(pk=dossier.pk).answers


TYPED = [
    ("ligne", "Une réponse", "Une réponse"),
    ("prose", "Deux\nlignes 🎬", "Deux\nlignes 🎬"),
    ("nombre", "12,50", "12.5"),
    ("nombre", "100", "100"),
    ("jour", "19/07/2027", "2027-07-19"),
    ("choix", "bus", "bus"),
    ("liste", "o8", "o8"),
    ("plusieurs", ["pied", "bus"], ["bus", "pied"]),
    ("oui", "false", False),
]


@pytest.mark.parametrize(("code", "typed", "kept"), TYPED, ids=range(len(TYPED)))
def test_an_answer_is_kept_as_what_it_is(client, asking, code, typed, kept):
    answer = post(client, asking, {f"q-{code}": typed})
    assert answer.json()["saved"] == [f"q-{code}"]
    assert answers(asking) == {code: kept}
    assert FieldChange.objects.get(dossier=asking, field=f"q-{code}").version == 1
    page = client.get(reverse("dossiers:projet", args=[asking.pk])).content.decode()
    assert f'name="q-{code}"' in page


WRONG = [
    ("ligne", "x" * 21),
    ("prose", "x" * 100_000),
    ("nombre", "douze"),
    ("nombre", "0"),
    ("nombre", "100,6"),
    ("nombre", "1e5"),
    ("nombre", "9" * 30),
    ("jour", "30/02/2027"),
    ("jour", "2025-12-31"),
    ("jour", "01/01/2028"),
    ("jour", "0001-01-01"),
    ("choix", "avion"),
    ("liste", "o9"),
    ("plusieurs", ["bus", "avion"]),
    ("oui", "peut-être"),
]


@pytest.mark.parametrize(("code", "typed"), WRONG, ids=range(len(WRONG)))
def test_what_is_no_answer_is_refused_beside_its_field_and_stays_typed(client, asking, code, typed):
    told = post(client, asking, {f"q-{code}": typed}).json()
    assert told["saved"] == []
    assert told["errors"][f"q-{code}"]
    whole = post(client, asking, {f"q-{code}": typed, "title": "Titre"}, autosave=False)
    assert whole.status_code == 422
    assert answers(asking) == {}


def test_a_null_sign_is_refused_without_an_accident(client, asking):
    assert post(client, asking, {"q-ligne": "a\0b"}).status_code < 500
    assert answers(asking) == {}


def test_an_emptied_answer_is_gone(client, asking):
    post(client, asking, {"q-ligne": "Oui"})
    post(client, asking, {"q-ligne": ""}, version=1)
    assert answers(asking) == {}


def test_two_people_who_answer_the_same_question_keep_both_texts(client, asking):
    post(client, asking, {"q-ligne": "La mienne"})
    answer = post(client, asking, {"q-ligne": "La tienne", "q-nombre": "3"})
    assert answer.status_code == 409
    assert answer.json()["conflicts"]["q-ligne"]["theirs"] == "La mienne"
    assert answers(asking) == {"ligne": "La mienne", "nombre": "3"}


def test_two_sections_written_at_once_keep_both_answers(client, asking, edition):
    ask(edition, question("ici"), question("la", "audience"))
    stale = Dossier.objects.get(pk=asking.pk)
    post(client, asking, {"q-ici": "Ici"})
    assert stale.answers == {}
    post(client, asking, {"q-la": "Là"}, name="publics")
    assert answers(asking) == {"ici": "Ici", "la": "Là"}


def test_a_question_withdrawn_while_one_writes_is_told_and_nothing_is_kept(client, asking, edition):
    ask(edition, question("autre"))
    told = post(client, asking, {"q-ligne": "Oui", "title": "Un titre neuf"}).json()
    assert told["errors"] == {"q-ligne": [GONE]}
    assert told["saved"] == ["title"]
    whole = post(client, asking, {"q-ligne": "Oui", "title": "T"}, version=1, autosave=False)
    assert whole.status_code == 422
    assert GONE.replace("’", "’") in whole.content.decode()
    assert answers(asking) == {}


@pytest.mark.parametrize("section", ["partners", "actions", "budget", "documents"])
def test_a_section_made_of_rows_asks_in_a_form_of_its_own(client, asking, edition, section):
    ask(edition, question("ici", section, kind="number"), question("ailleurs", "project"))
    slug = {"partners": "partenaires", "documents": "pieces"}.get(section, section)
    page = client.get(reverse(f"dossiers:{slug}", args=[asking.pk])).content.decode()
    assert 'name="q-ici"' in page
    assert 'name="q-ailleurs"' not in page
    answer = post(client, asking, {"q-ici": "7"}, name="questions", code=section)
    assert answer.json()["saved"] == ["q-ici"]
    wrong = post(
        client, asking, {"q-ici": "sept"}, name="questions", code=section, autosave=False, version=1
    )
    assert wrong.status_code == 422
    assert "sept" in wrong.content.decode()
    right = post(
        client, asking, {"q-ici": "8"}, name="questions", code=section, autosave=False, version=1
    )
    assert right.url.endswith(f"/{slug}/#questions")
    assert answers(asking) == {"ici": "8"}


def test_a_section_that_does_not_exist_has_no_questions(client, asking):
    assert post(client, asking, {}, name="questions", code="cuisine").status_code == 404


def test_a_page_without_questions_says_nothing_of_them(client, ready):
    client.force_login(ready.holder)
    page = client.get(reverse("dossiers:budget", args=[ready.pk])).content.decode()
    assert "Les questions de" not in page


def test_a_required_question_blocks_the_filing_until_it_is_answered(client, asking, edition, at):
    ask(edition, question("lettre", "partners", kind="date", required=True))
    dossier = Dossier.objects.get(pk=asking.pk)
    found = {one.rule: one for one in verdicts_of(dossier, at=at)}["questions.answered"]
    assert (found.state, found.section, found.is_blocking_now) == ("unknown", "partners", True)
    post(client, asking, {"q-lettre": "2026-11-30"}, name="questions", code="partners")
    dossier = Dossier.objects.get(pk=asking.pk)
    submit_dossier(dossier, by=asking.structure and dossier.created_by, at=at)
    row = {"code": "lettre", "label": "Question lettre", "value": "2026-11-30"}
    assert Snapshot.objects.get(dossier=dossier).document["answers"] == [row]


def test_an_answer_is_read_again_printed_and_said_in_words(client, asking):
    post(client, asking, {"q-choix": "bus", "q-jour": "2027-07-19", "q-oui": "true"})
    post(client, asking, {"q-plusieurs": ["bus", "pied"], "q-nombre": "12,5"}, version=1)
    dossier = Dossier.objects.get(pk=asking.pk)
    data = dossier_data(dump(dossier), dossier.edition.document(), at=timezone.now())
    told = dict(data["answers"]["project"])
    assert told["Question choix"] == "En bus"
    assert told["Question jour"] == "19\xa0juillet\xa02027"
    assert told["Question oui"] == "oui"
    assert told["Question plusieurs"] == "En bus, À pied"
    assert told["Question nombre"] == "12,5"
    assert told["Question ligne"] == ""
    page = client.get(reverse("dossiers:review", args=[asking.pk])).content.decode()
    assert "En bus, À pied" in page
    printed = client.get(reverse("dossiers:print", args=[asking.pk]))
    assert printed.status_code == 200


def test_the_history_says_the_answer_in_words_and_puts_it_back(client, asking, edition):
    post(client, asking, {"q-choix": "bus"})
    post(client, asking, {"q-choix": "pied"}, version=1)
    page = client.get(reverse("dossiers:history", args=[asking.pk])).content.decode()
    assert "Question choix" in page
    assert "À pied" in page
    change = FieldChange.objects.get(dossier=asking, field="q-choix", version=2)
    client.post(reverse("dossiers:put_back", args=[asking.pk, change.pk, "avant"]))
    assert answers(asking) == {"choix": "bus"}
    ask(edition, question("autre"))
    speech = Speech(Dossier.objects.get(pk=asking.pk))
    assert speech.label("project", "", "q-choix") == WITHDRAWN
    assert not speech.may_go_back(change)


def test_an_answer_in_a_section_of_rows_has_its_words_too(asking, edition):
    ask(edition, question("ici", "actions", kind="number"))
    speech = Speech(Dossier.objects.get(pk=asking.pk))
    assert speech.label("actions", "", f"{PREFIX}ici") == "Question ici"
    assert speech.words("actions", "", f"{PREFIX}ici", "1.5") == "1,5"


def test_two_states_are_compared_question_by_question(asking):
    edition = asking.edition.document()
    old = State({"answers": [{"code": "ligne", "value": "Avant"}]}, edition, timezone.now())
    new = State({"answers": [{"code": "ligne", "value": "Après"}]}, edition, timezone.now())
    part = compare(old, new)[-1]
    assert part.title == "Les questions de la coordination"
    changed = [line for line in part.groups[0].lines if not line.is_same]
    assert [(line.before, line.after) for line in changed] == [("Avant", "Après")]


def test_last_years_answer_comes_along_where_the_question_is_still_asked_so(asking):
    rows = [
        {"code": "ligne", "label": "Question ligne", "value": "Toujours"},
        {"code": "choix", "label": "Question choix", "value": "avion"},
        {"code": "vieille", "label": "La vieille question", "value": "Oui"},
        {"code": "nombre", "label": "Question nombre", "value": "3"},
    ]
    document, edition = {"answers": rows}, asking.edition.document()
    titles = dict(items_of(document, edition))
    assert len(titles["Les questions de la coordination"]) == 4
    kept = {"answer:ligne", "answer:choix", "answer:vieille"}
    found, report = carried(document, edition, kept=kept, years=1, is_on_list=lambda *_: True)
    assert found["answers"] == [rows[0]]
    assert any("La vieille question" in line for line in report.left)
    assert any("Question choix" in line for line in report.left)


def test_without_javascript_a_whole_section_is_saved_with_its_answers(client, asking):
    answer = post(
        client, asking, {"title": "Neuf", "q-ligne": "Oui", "q-oui": "true"}, autosave=False
    )
    assert answer.status_code == 302
    assert answers(asking) == {"ligne": "Oui", "oui": True}


def test_a_hint_is_read_beside_the_fields_and_its_markdown_is_harmless(client, asking, edition):
    hints = [
        {"section": "project", "body": "**Soyez brefs.** <script>alert(1)</script>"},
        {"section": "budget", "body": "Comptez les déplacements."},
    ]
    document = {**edition.document(), "hints": hints}
    save_edition_document(edition, document, by=None, at=timezone.now())
    page = client.get(reverse("dossiers:projet", args=[asking.pk])).content.decode()
    assert "<strong>Soyez brefs.</strong>" in page
    assert "<script>alert" not in page
    assert "Comptez les déplacements" not in page
    budget = client.get(reverse("dossiers:budget", args=[asking.pk])).content.decode()
    assert "Comptez les déplacements" in budget
