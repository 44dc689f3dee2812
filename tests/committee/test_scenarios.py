"""Envelopes, scenarios and figures: what is shared, what is refused, what a reader never learns."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from passeurs.committee.actions import envelopes, scenarios
from passeurs.committee.actions.amounts import save_amounts
from passeurs.committee.actions.proposals import ask_proposal, find_proposal
from passeurs.committee.models import Decision, Envelope, Grant, PortionChange, Scenario
from passeurs.committee.queries.scenarios import board_of
from passeurs.core.refusals import Refused
from passeurs.dossiers.changes import AttributeChange
from passeurs.dossiers.enums import Tie
from passeurs.dossiers.models import BudgetLine, Dossier
from passeurs.dossiers.models.recusals import Recusal
from passeurs.instruction.models import Sheet
from tests.committee.conftest import admissible

pytestmark = pytest.mark.django_db
FACTS = {
    "funder": "DRAC Occitanie",
    "source": "drac",
    "total": Decimal(5000),
    "ceiling": None,
    "holder_ceiling": None,
    "share": None,
    "floor": Decimal(0),
    "step": Decimal(1),
    "departments": [],
    "zones": [],
    "kinds": [],
}


def url(name, *args):
    return reverse(f"committee:{name}", args=args)


def budget(dossier, drac, region=0):
    """What a project asks, and what it costs: both and a thousand more of its own."""
    lines = [("charge", "", drac + region + 1000), ("product", "drac", drac)]
    lines += [("product", "region", region), ("product", "own", 1000)]
    for position, (side, funder, amount) in enumerate(lines, start=1):
        BudgetLine.objects.create(
            dossier=dossier,
            position=position,
            scope="project",
            side=side,
            code="60" if side == "charge" else "74etat",
            amount=amount,
            funder_kind=funder,
        )


def opinion(dossier, priority):
    Sheet.objects.create(dossier=dossier, opinion="favourable", priority=priority)


@pytest.fixture
def rich(seated, first, second, agent, at):
    """Two dossiers ask 4 000 € and 3 000 € of an envelope of 5 000 €; the second ranks first."""
    budget(first, 4000, 500)
    budget(second, 3000)
    opinion(first, 2)
    opinion(second, 1)
    envelopes.add_envelope(seated, FACTS, by=agent, at=at)
    return seated


@pytest.fixture
def pot(rich):
    return rich.envelopes.get()


@pytest.fixture
def scenario(rich, agent, at):
    return scenarios.make_scenario(rich, "Au mérite", by=agent, at=at)


def amount(scenario, dossier, pot, value, shown=None):
    """One amount as the form says it."""
    name = f"m-{dossier.passages.get().pk}-{pot.pk}"
    change = AttributeChange(name=name, target=None, attribute=name, value=value, before="")
    change.shown = shown
    return change


def given(scenario):
    rows = scenario.portions.filter(amount__gt=0)
    return dict(rows.values_list("passage__dossier__project__title", "amount"))


def share(scenario, agent, at):
    scenarios.share_scenario(scenario, is_shared=True, by=agent, at=at)


def hide(user, dossier, at):
    """A tie was found between the reader and the dossier."""
    Recusal.objects.create(user=user, dossier=dossier, tie=Tie.values[0], at=at)


# ------------------------------------------------------------------------------- envelopes


def test_an_envelope_never_goes_below_what_is_granted(rich, pot, first, agent, at):
    decided = Decision.objects.create(
        passage=first.passages.get(), verdict="granted", decided_by=agent, decided_at=at
    )
    Grant.objects.create(decision=decided, envelope=pot, amount=3000)
    with pytest.raises(Refused, match="accordent déjà 3"):
        envelopes.change_envelope(pot, FACTS | {"total": Decimal(2999)}, by=agent, at=at)
    with pytest.raises(Refused, match="ne peut plus changer"):
        envelopes.change_envelope(pot, FACTS | {"source": "region"}, by=agent, at=at)
    with pytest.raises(Refused, match="ne peut plus être retirée"):
        envelopes.remove_envelope(pot, by=agent, at=at)
    envelopes.change_envelope(pot, FACTS | {"total": Decimal(3000)}, by=agent, at=at)
    assert Envelope.objects.get().total == 3000


def test_an_envelope_that_a_scenario_uses_is_not_removed(scenario, pot, agent, at):
    scenarios.move_line(scenario, 1, by=agent, at=at)
    with pytest.raises(Refused, match="Des scénarios"):
        envelopes.remove_envelope(pot, by=agent, at=at)
    scenarios.move_line(scenario, 0, by=agent, at=at)
    envelopes.remove_envelope(pot, by=agent, at=at)
    with pytest.raises(Refused, match="vient d’être retirée"):
        envelopes.change_envelope(pot, FACTS, by=agent, at=at)


def test_a_funder_has_one_envelope(rich, agent, at):
    with pytest.raises(Refused, match="déjà une enveloppe"):
        envelopes.add_envelope(rich, FACTS, by=agent, at=at)


def test_what_is_typed_wrong_is_told_and_kept(client, seated, agent):
    client.force_login(agent)
    wrong = {
        "funder": "DRAC",
        "source": "drac",
        "total": "beaucoup",
        "share": "140",
        "departments": "46 99",
        "step": "0",
    }
    answer = client.post(url("envelopes", seated.pk), wrong)
    assert answer.status_code == 422
    told = answer.text
    for words in ("beaucoup", "n’est pas un nombre", "s’arrête à 100", "code 99", "plus grand que"):
        assert words in told, words
    good = wrong | {"total": "5 000,50", "share": "50", "departments": "46, 81", "step": ""}
    assert client.post(url("envelopes", seated.pk), good).status_code == 302
    made = seated.envelopes.get()
    assert (made.total, made.share, made.departments) == (Decimal("5000.50"), 50, ["46", "81"])


# ------------------------------------------------------------------------------- scenarios


def test_the_line_serves_the_best_first_and_takes_back_below(scenario, agent, at):
    scenarios.move_line(scenario, 2, by=agent, at=at)
    assert given(scenario) == {"Écrans du fleuve": 3000, "Le phare et la lampe": 2000}
    scenarios.move_line(scenario, 1, by=agent, at=at)
    assert given(scenario) == {"Écrans du fleuve": 3000}
    scenarios.move_line(scenario, 99, by=agent, at=at)
    assert Scenario.objects.get().line == 2


def test_rules_are_told_as_amounts_are_typed(client, scenario, pot, first, second, agent):
    client.force_login(agent)
    one = f"m-{first.passages.get().pk}-{pot.pk}"
    other = f"m-{second.passages.get().pk}-{pot.pk}"
    headers = {"X-Autosave": "1"}
    data = {"_version": 0, one: "4 000", other: "2500"}
    answer = client.post(url("scenario", scenario.pk), data, headers=headers)
    assert answer.status_code == 200
    told = answer.json()["row_meta"]
    assert "1\u202f500\u00a0€ de trop" in told["regles"]
    assert "ne s’équilibre plus" in told["regles"]
    assert "de trop" in told["jauges"]
    page = client.get(url("scenario", scenario.pk)).text
    assert "manque" in page


def test_the_whole_form_is_saved_without_the_script(client, scenario, pot, first, agent):
    client.force_login(agent)
    name = f"m-{first.passages.get().pk}-{pot.pk}"
    wrong = client.post(url("scenario", scenario.pk), {"_version": 0, name: "deux mille"})
    assert wrong.status_code == 422
    assert "deux mille" in wrong.text
    assert (
        client.post(url("scenario", scenario.pk), {"_version": 0, name: "2 000"}).status_code == 302
    )
    assert given(scenario) == {"Le phare et la lampe": 2000}


def test_two_people_never_lose_an_amount(scenario, pot, first, agent, drac, at):
    share(scenario, agent, at)
    save_amounts(scenario, [amount(scenario, first, pot, Decimal(100))], version=0, by=agent, at=at)
    late = amount(scenario, first, pot, Decimal(200))
    saved = save_amounts(scenario, [late], version=0, by=drac, at=at)
    (conflict,) = saved.conflicts.values()
    assert (conflict.theirs, conflict.mine, conflict.by) == (
        "100.00",
        "200.00",
        agent.get_full_name(),
    )
    assert given(scenario) == {"Le phare et la lampe": 100}
    assert PortionChange.objects.filter(is_kept=False, after="200.00").count() == 1
    chosen = amount(scenario, first, pot, Decimal(200), shown="100.00")
    assert not save_amounts(scenario, [chosen], version=1, by=drac, at=at).conflicts
    assert given(scenario) == {"Le phare et la lampe": 200}


def test_a_dossier_taken_back_receives_nothing_more(client, scenario, pot, first, agent, at):
    typed = amount(scenario, first, pot, Decimal(100))
    save_amounts(scenario, [typed], version=0, by=agent, at=at)
    Dossier.objects.filter(pk=first.pk).update(state="withdrawn")
    board = board_of(scenario, agent)
    assert board.given == 0
    assert board.ground.is_whole
    with pytest.raises(Refused, match="n’est plus dans la séance"):
        save_amounts(scenario, [typed], version=1, by=agent, at=at)
    client.force_login(agent)
    assert "Retirés par leur porteur" in client.get(url("scenario", scenario.pk)).text


def test_an_envelope_cut_meanwhile_is_told_at_once(scenario, pot, agent, at):
    scenarios.move_line(scenario, 2, by=agent, at=at)
    assert not board_of(scenario, agent).broken
    envelopes.change_envelope(pot, FACTS | {"total": Decimal(1000)}, by=agent, at=at)
    (told,) = board_of(scenario, agent).broken
    assert "DRAC Occitanie" in told


def test_a_copy_is_private_and_whole(scenario, agent, drac, at):
    scenarios.move_line(scenario, 2, by=agent, at=at)
    share(scenario, agent, at)
    copy = scenarios.clone_scenario(scenario, "À moi", by=drac, at=at)
    assert given(copy) == given(scenario)
    assert not Scenario.objects.visible_to(agent).filter(pk=copy.pk).exists()
    with pytest.raises(Refused, match="déjà un scénario"):
        scenarios.clone_scenario(scenario, "À moi", by=drac, at=at)
    with pytest.raises(Refused, match="Seule la personne"):
        scenarios.delete_scenario(scenario, by=drac, at=at)


def test_who_sits_reads_what_is_shared_and_changes_nothing(  # noqa: PLR0917 - everybody
    client, scenario, agent, drac, expert, observer, at
):
    for user in (drac, expert, observer):
        client.force_login(user)
        assert client.get(url("scenario", scenario.pk)).status_code == 404
    share(scenario, agent, at)
    for user in (drac, expert, observer):
        client.force_login(user)
        assert client.get(url("scenario", scenario.pk)).status_code == 200
        assert client.post(url("scenario", scenario.pk), {"_version": 0}).status_code == 403
        assert client.post(url("scenario_act", scenario.pk, "cloner")).status_code == 403
        assert client.get(url("propose", scenario.pk)).status_code == 403
        assert client.get(url("envelopes", scenario.sitting_id)).status_code == 403
    envelopes.let_funders_share(scenario.sitting, may=True, by=agent, at=at)
    for user, status in ((drac, 200), (expert, 403), (observer, 403)):
        client.force_login(user)
        assert client.get(url("propose", scenario.pk)).status_code == status
    scenario.sitting.seats.filter(user=expert).delete()
    client.force_login(expert)
    assert client.get(url("scenario", scenario.pk)).status_code == 404


# ------------------------------------------------------------------------------- what is hidden


def test_a_reader_never_learns_a_hidden_amount(client, scenario, second, agent, drac, at):
    scenarios.move_line(scenario, 2, by=agent, at=at)
    share(scenario, agent, at)
    hide(drac, second, at)
    client.force_login(drac)
    pages = [
        client.get(url("scenario", scenario.pk)).text,
        client.get(url("scenarios", scenario.sitting_id)).text,
        client.get(url("figures", scenario.sitting_id)).text,
        b"".join(client.get(url("scenario_export", scenario.pk, "csv"))).decode("utf-8-sig"),
    ]
    for page in pages:
        assert "Écrans du fleuve" not in page
        assert "3\u202f000" not in page
        assert "3000" not in page
        assert ">restent<" not in page
    assert "ne vous est pas montré" in pages[0]
    assert "2\u202f000\u00a0€" in pages[0]
    board = board_of(scenario, drac)
    assert [(row.number, row.title) for row in board.rows] == [(1, "Le phare et la lampe")]
    assert board.gauges[0].left is None
    assert not board.limits
    assert not board.reasons
    with pytest.raises(Refused, match="Vous ne voyez pas tous"):
        scenarios.move_line(scenario, 0, by=drac, at=at)
    with pytest.raises(Refused, match="Vous ne voyez pas tous"):
        ask_proposal(scenario, {}, by=drac, at=at)


# ------------------------------------------------------------------------------- proposing


def test_a_proposal_fills_the_scenario_and_says_what_holds_it(scenario, agent, at):
    held = ask_proposal(scenario, {"spread": "free"}, by=agent, at=at)
    find_proposal(held, at=at)
    found = Scenario.objects.get(pk=scenario.pk)
    assert given(found) == {"Écrans du fleuve": 3000, "Le phare et la lampe": 2000}
    assert found.told["is_sure"]
    assert found.line == 2
    assert any("DRAC Occitanie" in one for one in board_of(found, agent).limits)


def test_what_cannot_be_is_said_and_nothing_is_written(scenario, agent, at):
    wish = {"spread": "free", "zones": {"qpv": "100"}, "into": []}
    wish["into"] = list(scenario.sitting.passages.values_list("pk", flat=True))
    held = ask_proposal(scenario, wish, by=agent, at=at)
    find_proposal(held, at=at)
    found = Scenario.objects.get(pk=scenario.pk)
    assert not given(found)
    assert any("part minimale" in one for one in found.told["unmet"])


def test_a_proposal_never_covers_what_was_typed_meanwhile(scenario, pot, first, agent, at):
    held = ask_proposal(scenario, {}, by=agent, at=at)
    save_amounts(scenario, [amount(scenario, first, pot, Decimal(7))], version=0, by=agent, at=at)
    find_proposal(held, at=at)
    found = Scenario.objects.get(pk=scenario.pk)
    assert given(found) == {"Le phare et la lampe": 7}
    assert "n’a rien écrit" in found.told["unmet"][0].replace("\n", " ")


def test_a_proposal_without_a_score_or_an_envelope_is_refused(seated, agent, at):
    made = scenarios.make_scenario(seated, "Vide", by=agent, at=at)
    with pytest.raises(Refused, match="une enveloppe"):
        ask_proposal(made, {}, by=agent, at=at)
    envelopes.add_envelope(seated, FACTS, by=agent, at=at)
    with pytest.raises(Refused, match="rien à comparer"):
        ask_proposal(made, {}, by=agent, at=at)
    ask_proposal(made, {"into": [seated.passages.first().pk]}, by=agent, at=at)
    with pytest.raises(Refused, match="déjà en calcul"):
        ask_proposal(made, {}, by=agent, at=at)


# ------------------------------------------------------------------------------- side by side


def test_two_scenarios_are_told_apart_in_words(client, scenario, agent, at):
    scenarios.move_line(scenario, 1, by=agent, at=at)
    later = at + timedelta(hours=1)
    other = scenarios.clone_scenario(scenario, "Plus large", by=agent, at=later)
    scenarios.move_line(other, 2, by=agent, at=at)
    client.force_login(agent)
    page = client.get(url("compare", scenario.sitting_id)).text
    assert "Entre, avec 2\u202f000\u00a0€" in page
    for code in ("xlsx", "ods", "csv"):
        assert client.get(url("compare_export", scenario.sitting_id, code)).status_code == 200
        assert client.get(url("scenario_export", scenario.pk, code)).status_code == 200
        assert client.get(url("figures_export", scenario.sitting_id, code)).status_code == 200
    assert client.get(url("scenario_export", scenario.pk, "exe")).status_code == 404


def test_an_export_carries_no_formula(client, scenario, first, agent):
    first.project.title = "=1+1"
    first.project.save()
    client.force_login(agent)
    body = b"".join(client.get(url("scenario_export", scenario.pk, "csv"))).decode("utf-8-sig")
    assert ";=1+1" not in body
    assert "=1+1" in body


def test_a_page_without_its_version_keeps_what_was_typed_and_says_so(client, scenario, agent):
    client.force_login(agent)

    assert client.post(url("scenario", scenario.pk), {}).status_code == 422


def test_pages_ask_the_same_whatever_the_number_of_dossiers(client, scenario, edition, agent, at):
    """The first time, and while nothing changed since."""
    client.force_login(agent)
    scenarios.clone_scenario(scenario, "Second", by=agent, at=at + timedelta(hours=1))
    pages = {
        "scenario": scenario.pk,
        "scenarios": scenario.sitting_id,
        "compare": scenario.sitting_id,
        "figures": scenario.sitting_id,
    }
    counts = {name: [] for name in pages}
    for turn in range(2):
        for name, pk in [*pages.items(), *pages.items()]:
            with CaptureQueriesContext(connection) as asked:
                assert client.get(url(name, pk)).status_code == 200
            counts[name].append(len(asked))
        if not turn:
            for place in range(3):
                made = admissible(edition, f"Un de plus {place}")
                scenario.sitting.passages.create(dossier=made, rank=10 + place)
                budget(made, 1000)
    assert counts == {
        "scenario": [23, 15] * 2,
        "scenarios": [19, 11] * 2,
        "compare": [19, 10] * 2,
        "figures": [17, 10] * 2,
    }


def test_nothing_remembered_outlives_what_it_rests_on(  # noqa: PLR0917 - all that may change
    client, scenario, pot, first, second, agent, drac, at
):
    """A change of an amount, a rule, a dossier, or of who may see it shows at once."""
    scenarios.move_line(scenario, 2, by=agent, at=at)
    share(scenario, agent, at)
    client.force_login(agent)

    def read():
        pages = (
            client.get(url("scenario", scenario.pk)),
            client.get(url("figures", pot.sitting_id)),
        )
        return [page.text for page in pages]

    shown, told = read()
    assert "5\u202f000\u00a0€</dd>" in shown
    typed = amount(scenario, first, pot, Decimal(1234), shown="2000.00")
    save_amounts(scenario, [typed], version=1, by=agent, at=at)
    assert "4\u202f234\u00a0€</dd>" in read()[0]
    envelopes.change_envelope(pot, FACTS | {"total": Decimal(4200)}, by=agent, at=at)
    assert "34\u00a0€ de trop" in read()[0]
    first.budgetlines.filter(funder_kind="drac").update(amount=1700)
    Dossier.objects.filter(pk=first.pk).update(updated_at=at + timedelta(days=1))
    assert "4\u202f700\u00a0€" in read()[1]
    Dossier.objects.filter(pk=second.pk).update(state="withdrawn")
    assert "1\u202f234\u00a0€</dd>" in read()[0]
    assert "Retirés par leur porteur" in read()[0]
    Dossier.objects.filter(pk=second.pk).update(state="admissible")
    client.force_login(drac)
    assert "Écrans du fleuve" in read()[0]
    hide(drac, second, at)
    shown, told = read()
    assert "Écrans du fleuve" not in shown
    assert "4\u202f234" not in shown
    assert "4\u202f700" not in told


def test_a_long_ranking_is_paged_and_loses_no_amount(client, scenario, edition, agent, pot, at):
    """Twenty-five a page, the one of the cut first; a field of another page is kept as well."""
    for place in range(40):
        made = admissible(edition, f"Projet {place:02d}")
        scenario.sitting.passages.create(dossier=made, rank=10 + place)
        budget(made, 1000)
    client.force_login(agent)
    scenarios.rank_again(scenario, by=agent, at=at)
    first, last = (client.get(url("scenario", scenario.pk), {"page": n}).text for n in (1, 2))
    assert ">Projet 05</a>" in first
    assert ">Projet 39</a>" in last
    assert ">Projet 05</a>" not in last
    assert 'data-before="25"' in last
    scenarios.move_line(scenario, 35, by=agent, at=at)
    assert 'data-before="25"' in client.get(url("scenario", scenario.pk)).text
    passage = scenario.sitting.passages.get(dossier__project__title="Projet 39")
    sent = {"_version": scenario.version + 2, f"m-{passage.pk}-{pot.pk}": "321"}
    answer = client.post(url("scenario", scenario.pk) + "?page=1", sent)
    assert answer.url.endswith("?page=1")
    assert given(scenario)["Projet 39"] == 321
    wrong = client.post(
        url("scenario", scenario.pk), sent | {f"m-{passage.pk}-{pot.pk}": "beaucoup"}
    )
    assert wrong.status_code == 422
    assert "beaucoup" in wrong.text
