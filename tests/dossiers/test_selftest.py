"""« Mon projet est-il éligible ? »: the questions, the engine's answers, and the pages."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.core.signing import Signer
from django.urls import reverse
from django.utils import timezone

from passeurs.dossiers.forms.selftest import (
    SelfTestForm,
    answers_of,
    initial_of,
    read_answers,
)
from passeurs.dossiers.selftest import (
    ANSWERED_BY,
    QUESTIONS,
    asked_fields,
    conclude,
    document_of,
    judge,
)
from passeurs.dossiers.summary import result_of, summary_of
from passeurs.eligibility.exchange import check
from tests.factories import calls
from tests.factories.territories import CommuneFactory

AT = datetime(2023, 9, 20, 8, tzinfo=UTC)
TODAY = timezone.localdate()
CALL = calls.document("occitanie-2024")
OTHER = calls.document("deux-seances-1")
IN_ZONE = {"rural": {"answer": "yes", "kind": "ZRR", "class": "C", "vintage": 2021}}

FULL = {
    "status": "association",
    "took_part": False,
    "commune": ["46042", "Cahors"],
    "zone": True,
    "people": 40,
    "core": 30,
    "remote": False,
    "out_of_school": True,
    "cinema": "partner",
    "audience": "us",
    "screening": "partner",
    "artists": True,
    "see": 2,
    "make": 1,
    "hall": True,
    "films": True,
    "cost": Decimal(8000),
    "asked": Decimal(4800),
    "others": Decimal(2000),
    "spoken": True,
    "spoken_on": date(2023, 9, 12),
}


def states(answers, edition=CALL, findings=IN_ZONE, at=AT):
    return {one.rule: str(one.state) for one in judge(answers, edition, findings, at=at)}


def state(rule, **changes):
    return states({**FULL, **changes})[rule]


def without(*names):
    return {name: value for name, value in FULL.items() if name not in names}


# ---------------------------------------------------------------------------------- the answers


def test_a_project_that_answers_everything_well_meets_every_rule():
    assert set(states(FULL).values()) == {"met", "not_applicable"}


@pytest.mark.parametrize("edition", [CALL, OTHER])
def test_no_answer_is_a_no(edition):
    """Nothing is said: nothing is held against the project."""
    at = AT if edition is CALL else calls.NOW
    found = states({}, edition, {}, at=at)
    assert set(found.values()) <= {"unknown", "not_applicable"}


@pytest.mark.parametrize("name", sorted(set(FULL) - {"remote", "zone", "commune"}))
def test_an_answer_left_out_never_turns_a_rule_against_the_project(name):
    assert "not_met" not in states(without(name)).values()


@pytest.mark.parametrize("edition", [CALL, OTHER])
@pytest.mark.parametrize("answers", [FULL, {}, without("see", "cost"), {"see": 0, "make": 0}])
def test_the_answers_make_a_document_of_the_published_format(edition, answers):
    assert check(document_of(answers, edition, {}, at=AT)) == []


@pytest.mark.parametrize(
    ("rule", "changes", "expected"),
    [
        ("holder.eligible_status", {"status": "private_cultural"}, "not_met"),
        ("holder.eligible_status", {"status": None}, "unknown"),
        ("previous.report", {"took_part": None}, "unknown"),
        ("public.age_or_remote", {"core": 20}, "met"),
        ("public.age_or_remote", {"core": 19}, "to_confirm"),
        ("public.age_or_remote", {"core": 0}, "not_met"),
        ("public.age_or_remote", {"core": 0, "remote": True}, "unknown"),
        ("public.age_or_remote", {"people": 0, "core": 0}, "unknown"),
        ("public.out_of_school", {"out_of_school": False}, "not_met"),
        ("partners.tripartite", {"screening": None}, "unknown"),
        ("partners.tripartite", {"cinema": "us"}, "to_confirm"),
        ("partners.tripartite", {"cinema": "us", "screening": "us"}, "to_confirm"),
        ("artistic.professionals", {"artists": False}, "not_met"),
        ("artistic.professionals", {"artists": None}, "unknown"),
        ("artistic.professionals", {"see": None, "make": None}, "met"),
        ("artistic.local_cinema", {"hall": False, "screening": "us"}, "not_met"),
        ("artistic.local_cinema", {"hall": False}, "to_confirm"),
        ("films.from_lists", {"films": False}, "not_met"),
        ("films.from_lists", {"films": None}, "unknown"),
        ("pathway.min_actions", {"see": 1, "make": 1}, "not_met"),
        ("pathway.min_actions", {"see": 1, "make": None}, "unknown"),
        ("pathway.min_actions", {"see": 5, "make": None}, "met"),
        ("pathway.see_and_do", {"see": 0, "make": 3}, "not_met"),
        ("pathway.see_and_do", {"see": None}, "unknown"),
        ("budget.ceiling", {"asked": Decimal(5000), "cost": Decimal(9000)}, "met"),
        ("budget.ceiling", {"asked": Decimal("5000.01"), "cost": Decimal(9000)}, "not_met"),
        ("budget.ceiling", {"asked": None}, "unknown"),
        ("budget.share", {"asked": Decimal(4800)}, "met"),
        ("budget.share", {"asked": Decimal("4800.01")}, "not_met"),
        ("budget.share", {"cost": None}, "unknown"),
        ("budget.cofunding", {"others": Decimal(0)}, "not_met"),
        ("budget.cofunding", {"others": None}, "unknown"),
        ("contact.before_deadline", {"spoken": False, "spoken_on": None}, "unknown"),
        ("contact.before_deadline", {"spoken": None, "spoken_on": None}, "unknown"),
    ],
)
def test_each_answer_leads_to_its_verdict(rule, changes, expected):
    assert state(rule, **changes) == expected


def test_the_floor_of_another_edition_is_read_from_it():
    found = states({"asked": Decimal("1999.99")}, OTHER, {}, at=calls.NOW)
    assert found["budget.floor"] == "not_met"


def test_no_contact_after_the_date_is_a_no_only_once_it_is_said():
    late = AT + timedelta(days=20)
    told = {**FULL, "spoken": False, "spoken_on": None}
    assert states(told, at=late)["contact.before_deadline"] == "not_met"
    assert states(without("spoken"), at=late)["contact.before_deadline"] == "unknown"


def test_a_contact_of_this_very_morning_counts():
    answers = {**FULL, "spoken_on": AT.date()}
    assert states(answers)["contact.before_deadline"] == "met"


def test_a_territory_is_denied_only_by_a_place_and_an_answer():
    nowhere = {
        "qpv": {"answer": "no", "vintage": 2015},
        "rural": {"answer": "no", "kind": "ZRR", "vintage": 2021},
    }
    rule = "territory.priority"
    assert states({**FULL, "zone": False}, findings=nowhere)[rule] == "not_met"
    assert states({**FULL, "zone": None}, findings=nowhere)[rule] == "unknown"
    assert states({**FULL, "zone": True}, findings=nowhere)[rule] == "to_confirm"
    assert states({**without("commune"), "zone": False}, findings={})[rule] == "unknown"


def test_an_edition_without_partner_functions_does_not_ask_for_them():
    edition = calls.document("occitanie-2024", partners={"functions_required": ["cinema"]})
    assert {"cinema", "audience", "screening"} & asked_fields(edition) == {"cinema"}


def test_a_rule_switched_off_takes_its_question_away():
    rules = [row for row in CALL["rules"] if not row["code"].startswith(("films", "artistic"))]
    asked = asked_fields({**CALL, "rules": rules})
    assert not {"films", "hall", "artists"} & asked


def test_every_field_belongs_to_one_question():
    names = [name for question in QUESTIONS for name in question.fields]
    assert len(names) == len(set(names))
    assert {name for fields in ANSWERED_BY.values() for name in fields} <= set(names)
    assert len(QUESTIONS) == 10


# ------------------------------------------------------------------------------ the conclusion


def conclusion(**changes):
    return conclude(judge({**FULL, **changes}, CALL, IN_ZONE, at=AT))


def test_all_met_has_every_chance():
    found = conclusion()
    assert (found.tone, found.title) == ("ok", "Votre projet a toutes ses chances")


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"cinema": "us"}, "un point"), ({"cinema": "us", "core": 1}, "deux points")],
)
def test_doubts_are_left_to_the_coordination(changes, words):
    found = conclusion(**changes)
    assert found.tone == "ok"
    assert words in found.lead


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"films": None}, "il reste un point"),
        ({"films": None, "out_of_school": None, "artists": None}, "il reste trois points"),
    ],
)
def test_missing_answers_are_never_called_a_no(changes, words):
    found = conclusion(**changes)
    assert found.tone == "todo"
    assert words in found.title


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        ({"out_of_school": False}, "Un point l’exclut aujourd’hui"),
        ({"out_of_school": False, "films": False}, "Deux points l’excluent aujourd’hui"),
    ],
)
def test_a_blocking_no_is_said_with_what_may_change_it(changes, title):
    assert (conclusion(**changes).tone, conclusion(**changes).title) == ("no", title)


ADVISED = {**FULL, "hall": False, "screening": "us", "make": 2}


def shown(answers):
    return result_of(judge(answers, CALL, IN_ZONE, at=AT), CALL, closed=False)


def test_an_advisory_no_excludes_nothing():
    found = conclude(row for row in judge(FULL, CALL, IN_ZONE, at=AT))
    assert "conseille" not in found.lead
    found = shown(ADVISED).conclusion
    assert found.tone == "ok"
    assert "L’appel conseille encore un point." in found.lead


def test_advice_is_a_group_of_its_own():
    result = shown(ADVISED)
    titles = {group.title: [one.rule for one, _ in group.rows] for group in result.groups}
    assert titles["Ce que l’appel conseille"] == ["artistic.local_cinema"]
    assert "Ce qui l’empêche aujourd’hui" not in titles
    summary = summary_of(result, SimpleNamespace(title="Appel"), address="https://exemple.fr/")
    assert "Conseil – " in summary.replace("\u00a0", " ")


def test_a_holder_who_comes_back_gets_a_conclusion_and_joins_its_report_later():
    result = shown({**FULL, "took_part": True})
    assert result.conclusion.tone == "ok"
    assert "Bilan de l’édition précédente" in result.later
    assert "Bilan de l’édition précédente" not in shown(FULL).later


def test_nothing_answered_is_said_as_such():
    verdicts = [one for one in judge({}, CALL, {}, at=AT) if one.state == "unknown"]
    assert conclude(verdicts).title == "Tout reste à dire"


def test_what_only_the_dossier_can_tell_is_left_for_later():
    result = result_of(judge(FULL, CALL, IN_ZONE, at=AT), CALL, closed=False)
    assert "Pièces du dossier" in result.later
    assert "Plafond de l’aide" not in result.later
    assert "Dépôt dans les délais" not in result.later


def test_a_closed_call_judges_the_project_and_not_its_dates():
    late = AT + timedelta(days=100)
    shown = result_of(judge({}, CALL, {}, at=late), CALL, closed=True)
    rules = [one.rule for group in shown.groups for one, _ in group.rows]
    assert "contact.before_deadline" not in rules


# ------------------------------------------------------------------------------------ the form

pytestmark = pytest.mark.django_db


def asked(edition=CALL, **data):
    return SelfTestForm(data, edition=edition, today=date(2023, 9, 20))


def test_the_labels_carry_the_figures_of_the_edition():
    form, other = asked(), asked(OTHER)
    assert "12-25 ans" in form["core"].label
    assert "5\u202f000\u00a0€" in form["asked"].help_text
    assert "2\u202f000\u00a0€" in other["asked"].help_text
    assert "30\u00a0septembre\u00a02023" in form["spoken"].help_text


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"people": "3", "core": "9"}, "core"),
        ({"cost": "100", "asked": "60", "others": "50"}, "cost"),
        ({"cost": "cent"}, "cost"),
        ({"people": "-1"}, "people"),
        ({"people": "9" * 400}, "people"),
        ({"see": "1000"}, "see"),
        ({"status": "<script>"}, "status"),
        ({"cinema": "nobody"}, "cinema"),
        ({"spoken": "true"}, "spoken_on"),
        ({"spoken": "true", "spoken_on": "2023-09-21"}, "spoken_on"),
        ({"spoken": "true", "spoken_on": "31/02/2023"}, "spoken_on"),
        ({"commune": "Nulle-Part"}, "commune"),
        ({"commune": "x" * 101}, "commune"),
        ({}, "__all__"),
        ({"status": "unsure", "artists": "unsure"}, "__all__"),
    ],
)
def test_a_wrong_answer_is_told_beside_its_question(data, field):
    assert field in asked(**data).errors


def test_a_commune_is_found_by_its_name_its_label_or_its_postcode():
    CommuneFactory(insee="46042", name="Cahors", postcodes=["46000"])
    CommuneFactory(insee="46043", name="Cahors-le-Haut", postcodes=["46001"])
    for typed in ("Cahors", "cahors (46)", "46000", " CAHORS "):
        form = asked(commune=typed)
        assert form.is_valid(), (typed, form.errors)
        assert form.cleaned_data["commune"] == ["46042", "Cahors"]


def test_an_ambiguous_commune_is_offered_then_chosen():
    for insee, department in (("31001", "31"), ("46001", "46")):
        CommuneFactory(insee=insee, name="Saint-Jean", department=department)
    form = asked(commune="Saint-Jean")
    assert "commune" in form.errors
    offered = [bound.name for group in form.groups() for bound in group["bound"]]
    assert "insee" in offered
    chosen = asked(commune="Saint-Jean", insee="46001")
    assert chosen.is_valid()
    assert chosen.cleaned_data["commune"] == ["46001", "Saint-Jean"]


def test_a_choice_made_for_another_name_is_of_no_use():
    CommuneFactory(insee="46042", name="Cahors")
    form = asked(commune="Cahors", insee="31001")
    assert form.is_valid()
    assert form.cleaned_data["commune"] == ["46042", "Cahors"]


def test_answers_survive_their_journey_through_the_address():
    data = {"status": "epci", "cost": "1 234,50", "see": "0", "films": "false"}
    form = asked(**data, spoken="true", spoken_on="2023-09-12")
    assert form.is_valid(), form.errors
    kept = answers_of(form)
    assert kept == {
        "status": "epci",
        "cost": "1234.50",
        "see": 0,
        "films": False,
        "spoken": True,
        "spoken_on": "2023-09-12",
    }
    given = read_answers(kept)
    assert (given["cost"], given["spoken_on"]) == (Decimal("1234.50"), date(2023, 9, 12))


@pytest.mark.parametrize("kept", [{"cost": "cher"}, {"spoken_on": "hier"}, [1], "x"])
def test_answers_that_cannot_be_read_are_refused(kept):
    with pytest.raises(ValueError):
        read_answers(kept)


def test_a_commune_is_shown_again_with_its_department():
    assert initial_of({"commune": ["97411", "Saint-Denis"]})["commune"] == "Saint-Denis (974)"
    assert initial_of({})["commune"] == ""


# ----------------------------------------------------------------------------------- the pages


@pytest.fixture
def page(edition):
    return reverse("dossiers:selftest", args=[edition.slug])


@pytest.fixture
def cahors(db):
    return CommuneFactory(insee="46042", name="Cahors", postcodes=["46000"])


def answered(client, page, **data):
    """The address of the result of these answers."""
    response = client.post(page, data or {"status": "association", "commune": "Cahors"})
    assert response.status_code == 302, response.context["form"].errors
    return response.url


def test_the_questions_need_no_account_and_one_query(client, page, django_assert_num_queries):
    client.get(page)
    with django_assert_num_queries(1):
        response = client.get(page)
    assert response.status_code == 200
    assert response.content.decode().count('class="question"') == 10
    assert not response.cookies.get("sessionid")


def test_an_answer_leads_to_an_address_that_anyone_opens(client, page, cahors):
    url = answered(client, page)
    response = client.get(url)
    assert response.status_code == 200
    assert "Ce qui reste à dire" in response.content.decode()
    assert "noindex" in response.content.decode()


def test_a_result_costs_five_queries(client, page, cahors, django_assert_num_queries):
    url = answered(client, page)
    client.get(url)
    with django_assert_num_queries(5):
        client.get(url)


def test_a_wrong_answer_shows_the_questions_again_with_what_was_typed(client, page):
    response = client.post(page, {"people": "3", "core": "9", "cost": "<b>"})
    assert response.status_code == 422
    content = response.content.decode()
    assert 'value="&lt;b&gt;"' in content
    assert "À corriger" in content


@pytest.mark.parametrize("token", ["x", "a:b", "..", "é", "x" * 5000, "%00"])
def test_an_address_cut_on_its_way_says_so(client, page, token):
    response = client.get(f"{page}{token}/")
    assert response.status_code == 404


def test_a_cut_result_leads_back_to_the_questions(client, page, edition, cahors):
    url = answered(client, page)
    response = client.get(f"{url[:-5]}/")
    assert response.status_code == 404
    assert page in response.content.decode()


def test_a_signed_address_of_something_else_is_not_a_result(client, page, edition):
    signer = Signer(salt=f"dossiers.selftest:{edition.slug}")
    for content in ("x", [1], {"cost": "cher"}):
        token = signer.sign_object(content, compress=True)
        assert client.get(f"{page}{token}/").status_code == 404


def test_the_result_of_an_edition_does_not_open_under_another(client, page, cahors):
    other = calls.edition("deux-seances-1")
    token = answered(client, page).rstrip("/").rpartition("/")[2]
    assert (
        client.get(reverse("dossiers:selftest_result", args=[other.slug, token])).status_code == 404
    )


def test_the_answers_come_back_to_be_changed(client, page, cahors):
    token = answered(client, page).rstrip("/").rpartition("/")[2]
    content = client.get(page, {"reprise": token}).content.decode()
    assert 'value="Cahors (46)"' in content
    assert client.get(page, {"reprise": "rien"}).status_code == 200


def test_the_result_goes_to_the_coordination_with_the_message(client, page, edition, cahors):
    url = answered(client, page, status="private_cultural", out_of_school="false")
    response = client.post(url)
    assert response.url == reverse("contacts:write", args=[edition.slug])
    summary = client.session["selftest_summary"]
    assert "Non satisfait" in summary
    assert url in summary
    assert len(summary) < 4000
    assert "Lire ce résultat" in client.get(response.url).content.decode()


def test_the_longest_summary_still_fits_the_message(client, page, edition, cahors):
    told = {"status": "private_cultural", "artists": "false", "films": "false", "hall": "false"}
    url = answered(client, page, **told, commune="Cahors", see="1", make="0", core="0", people="9")
    client.post(url)
    assert len(client.session["selftest_summary"]) < 4000


def test_a_closed_call_says_so_and_names_the_next(client, edition, cahors):
    closed = calls.edition("occitanie-2024")
    page = reverse("dossiers:selftest", args=[closed.slug])
    for url in (page, answered(client, page)):
        content = client.get(url).content.decode()
        assert "Cet appel est clos" in content
        assert reverse("dossiers:selftest", args=[edition.slug]) in content
        assert "Ouvrir un dossier" not in content


def test_a_call_that_is_not_public_has_no_questions(client):
    hidden = calls.edition("occitanie-2024", is_public=False)
    assert client.get(reverse("dossiers:selftest", args=[hidden.slug])).status_code == 404


def test_an_open_call_leads_to_a_dossier(client, page, edition, cahors):
    content = client.get(answered(client, page)).content.decode()
    assert reverse("dossiers:start", args=[edition.slug]) in content


def test_only_reading_and_answering_are_allowed(client, page):
    assert client.delete(page).status_code == 405
    assert client.put(f"{page}x/").status_code == 405
