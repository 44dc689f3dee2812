"""The instruction sheet: bounded, never over a newer text, told to nobody until it is shared."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from passeurs.core.refusals import Refused
from passeurs.dossiers.actions.filing import submit_dossier, withdraw_dossier
from passeurs.dossiers.changes import AttributeChange
from passeurs.dossiers.models import Dossier
from passeurs.instruction.actions.sheets import (
    finish_sheet,
    lacks,
    rewrite_sheet,
    save_sheet,
    settle_aside,
    share_sheet,
    validate_sheet,
)
from passeurs.instruction.models import Sheet, SheetAside, SheetChange
from passeurs.instruction.queries.proposal import reasons_against
from passeurs.journal.models import Entry
from tests.factories import dossiers as factory
from tests.factories import organisations
from tests.instruction.conftest import anew

pytestmark = pytest.mark.django_db
WHOLE = {"opinion": "favourable", "opinion_text": "À soutenir.", "amount_proposed": Decimal(4000)}


def write(dossier, by, at, version=0, shown=None, **values):
    sheet = Sheet(dossier=dossier)
    changes = [
        AttributeChange(name=name, target=sheet, attribute=name, value=value, before="")
        for name, value in values.items()
    ]
    for change in changes:
        change.shown = shown
    return save_sheet(anew(dossier), changes, version=version, by=by, at=at)


def sheet_of(dossier):
    return Sheet.objects.get(dossier=dossier)


def told(dossier, amount, at):
    return " ".join(reasons_against(anew(dossier), Decimal(amount), at=at)).replace("\u202f", " ")


# ---------------------------------------------------------------------------------- the bounds


def test_what_is_asked_may_be_proposed_and_nothing_above(filed, at):
    assert told(filed, "4800", at) == ""
    assert "4 800" in told(filed, "4800.01", at)


def test_an_amount_past_the_ceiling_is_refused_and_the_ceiling_named(filed, at):
    filed.budgetlines.filter(funder_kind="drac").update(amount=5400)
    assert "plafond de l’édition est de 5 000" in told(filed, "5000.01", at)
    assert "plafond" not in told(filed, "5000", at)


def test_an_amount_past_the_share_is_refused_and_the_share_named(filed, at):
    filed.budgetlines.filter(scope="project", side="charge").update(amount=7000)
    filed.budgetlines.filter(funder_kind="commune").update(amount=2200)
    assert "60\u00a0% du budget" in told(filed, "4200.01", at)
    assert told(filed, "4200", at) == ""


@pytest.fixture
def second(filed, at):
    """Another dossier of the same holder, which asks for 200 euros."""
    made = factory.complete_dossier(
        filed.edition,
        structure=filed.structure,
        holder=filed.holder,
        request="200.00",
        total="1000.00",
    )
    submit_dossier(made, by=filed.holder, at=at)
    return anew(made)


def test_what_the_holder_s_other_dossiers_ask_counts(filed, second, at):
    filed.budgetlines.filter(funder_kind="drac").update(amount=4900)
    refused = told(filed, "4900", at)
    assert "par porteur" in refused
    assert "200" in refused
    assert told(filed, "4800", at) == ""


def test_what_is_proposed_for_them_counts_rather_than_what_they_ask(filed, second, agent, at):
    filed.budgetlines.filter(funder_kind="drac").update(amount=4900)
    write(second, agent, at, amount_proposed=Decimal(100))
    assert told(filed, "4900", at) == ""


def test_a_dossier_that_asks_for_nothing_is_proposed_nothing(filed, at):
    filed.budgetlines.filter(funder_kind="drac").delete()
    assert "rien" in told(filed, "1", at)


def test_an_amount_past_a_bound_is_kept_nowhere(filed, agent, at):
    with pytest.raises(Refused):
        write(filed, agent, at, amount_proposed=Decimal(6000))
    assert not SheetChange.objects.exists()


# -------------------------------------------------------------------------------------- saving


def test_a_change_is_kept_with_who_made_it(filed, agent, at):
    saved = write(filed, agent, at, strengths="Un vrai parcours", amount_proposed=None)
    assert (saved.version, saved.names) == (1, ["strengths"])
    change = SheetChange.objects.get()
    assert (change.before, change.after, change.by) == ("", "Un vrai parcours", agent)


def test_the_same_text_again_writes_nothing(filed, agent, at):
    write(filed, agent, at, strengths="A")
    assert write(filed, agent, at, version=1, strengths="A").names == []
    assert SheetChange.objects.count() == 1


def test_two_agents_who_write_apart_both_win(filed, agent, colleague, at):
    write(filed, agent, at, strengths="A")
    assert write(filed, colleague, at, doubts="B").conflicts == {}
    sheet = sheet_of(filed)
    assert (sheet.strengths, sheet.doubts, sheet.version) == ("A", "B", 2)


@pytest.mark.parametrize("shown", [None, ""], ids=["by its version", "by what it showed"])
def test_two_agents_who_write_the_same_field_lose_nothing(filed, agent, colleague, at, shown):
    write(filed, agent, at, strengths="Le mien")
    saved = write(filed, colleague, at, shown=shown, strengths="Le sien")
    conflict = saved.conflicts["strengths"]
    assert (conflict.theirs, conflict.mine) == ("Le mien", "Le sien")
    assert agent.get_full_name() == conflict.by
    assert sheet_of(filed).strengths == "Le mien"
    write(filed, colleague, at, strengths="Le sien")
    aside = SheetAside.objects.get()
    assert (aside.text, aside.by) == ("Le sien", colleague)
    settle_aside(aside, at=at)
    settle_aside(aside, at=at + timedelta(hours=1))
    aside.refresh_from_db()
    assert aside.settled_at == at


def test_a_page_that_sends_back_what_it_showed_changes_nothing(filed, agent, colleague, at):
    write(filed, agent, at, strengths="A")
    write(filed, agent, at, version=1, strengths="B")
    assert write(filed, colleague, at, version=1, strengths="A").conflicts == {}
    assert sheet_of(filed).strengths == "B"


def test_a_conflict_without_history_is_somebody_s(filed, agent, at):
    write(filed, agent, at, strengths="A")
    saved = write(filed, agent, at, version=1, shown="Autre", strengths="B")
    assert saved.conflicts["strengths"].by == ""


def test_the_sheet_of_a_dossier_taken_back_is_no_longer_written(filed, agent, at):
    write(filed, agent, at, strengths="A")
    withdraw_dossier(filed, by=filed.holder, at=at)
    with pytest.raises(Refused):
        write(filed, agent, at, version=1, strengths="B")


# --------------------------------------------------------------------------------------- states


def test_a_sheet_is_written_then_validated_then_opened_again(filed, agent, at):
    write(filed, agent, at, **WHOLE)
    with pytest.raises(Refused):
        validate_sheet(filed, by=agent, at=at)
    finish_sheet(filed, by=agent, at=at)
    validate_sheet(filed, by=agent, at=at)
    sheet = sheet_of(filed)
    assert (sheet.state, sheet.validated_by, sheet.tone) == ("validated", agent, "ok")
    with pytest.raises(Refused):
        write(filed, agent, at, version=1, strengths="B")
    for _ in range(2):
        rewrite_sheet(filed, by=agent, at=at)
    assert (sheet_of(filed).state, sheet_of(filed).validated_at) == ("to_write", None)
    verbs = [entry.verb for entry in Entry.objects.filter(verb__startswith="instruction.sheet")]
    assert sorted(verbs) == [
        "instruction.sheet_to_write",
        "instruction.sheet_validated",
        "instruction.sheet_written",
    ]


def test_a_sheet_that_was_never_written_is_not_opened_again(filed, agent, at):
    rewrite_sheet(filed, by=agent, at=at)
    assert not Sheet.objects.exists()


def test_a_sheet_says_what_it_lacks(filed, agent, at):
    with pytest.raises(Refused) as refusal:
        finish_sheet(filed, by=agent, at=at)
    assert len(refusal.value.reasons) == 3
    assert lacks(Sheet(opinion="unfavourable", opinion_text="Trop tôt.")) == []


def test_an_unfavourable_sheet_without_amount_is_validated(filed, agent, at):
    write(filed, agent, at, opinion="unfavourable", opinion_text="Trop tôt.")
    finish_sheet(filed, by=agent, at=at)
    assert validate_sheet(filed, by=agent, at=at).is_validated


def test_bounds_that_moved_are_told_when_one_validates(filed, agent, at):
    write(filed, agent, at, **WHOLE)
    finish_sheet(filed, by=agent, at=at)
    filed.budgetlines.filter(funder_kind="drac").update(amount=3000)
    with pytest.raises(Refused):
        validate_sheet(filed, by=agent, at=at)


def test_only_a_written_sheet_is_shared(filed, agent, at):
    with pytest.raises(Refused):
        share_sheet(filed, is_shared=True, by=agent, at=at)
    write(filed, agent, at, **WHOLE)
    with pytest.raises(Refused):
        share_sheet(filed, is_shared=True, by=agent, at=at)
    finish_sheet(filed, by=agent, at=at)
    for is_shared in (True, True, False):
        share_sheet(filed, is_shared=is_shared, by=agent, at=at)
    assert Entry.objects.filter(verb="instruction.sheet_shared").count() == 1
    assert Entry.objects.filter(verb="instruction.sheet_unshared").count() == 1


# -------------------------------------------------------------------------------------- screens


def url(dossier, name="sheet", *more):
    return reverse(f"instruction:{name}", args=[dossier.pk, *more])


SENT = {"_version": 0, "strengths": "Un vrai parcours", "opinion": "favourable", "priority": "1"}


def test_the_sheet_is_saved_without_the_script(client, filed, agent):
    client.force_login(agent)
    client.post(url(filed), SENT | {"amount_proposed": "4 000,00 €"})
    sheet = sheet_of(filed)
    assert (sheet.strengths, sheet.priority) == ("Un vrai parcours", 1)
    assert sheet.amount_proposed == 4000
    assert "Un vrai parcours" in client.get(url(filed)).text


def autosave(client, dossier, **sent):
    return client.post(url(dossier), {"_version": 0} | sent, headers={"X-Autosave": "1"})


def test_the_sheet_saves_itself_field_by_field(client, filed, agent):
    client.force_login(agent)
    answer = autosave(client, filed, doubts="Qui accompagne ?")
    assert (answer.status_code, answer.json()["saved"]) == (200, ["doubts"])
    assert SheetChange.objects.get().field == "doubts"


def test_an_amount_past_a_bound_is_told_beside_its_field_and_the_rest_kept(client, filed, agent):
    client.force_login(agent)
    answer = autosave(client, filed, amount_proposed="4900", doubts="Oui")
    assert answer.json()["saved"] == ["doubts"]
    assert "4\u202f800" in answer.json()["errors"]["amount_proposed"][0]
    whole = client.post(url(filed), SENT | {"amount_proposed": "99999999"})
    assert whole.status_code == 422


@pytest.mark.parametrize(
    "sent",
    [
        {"amount_proposed": "beaucoup"},
        {"amount_proposed": "-1"},
        {"opinion": "splendide"},
        {"priority": "9"},
        {"reminded_on": "hier"},
        {"strengths": "x" * 100_000},
    ],
    ids=["no number", "negative", "no opinion", "no priority", "no day", "too long"],
)
def test_what_makes_no_sense_is_refused_in_words(client, filed, agent, sent):
    client.force_login(agent)
    assert client.post(url(filed), {"_version": 0} | sent).status_code == 422
    assert not SheetChange.objects.exists()


def test_a_page_without_its_version_is_told_to_be_read_again(client, filed, agent):
    client.force_login(agent)
    answer = client.post(url(filed), {"strengths": "A"}, headers={"X-Autosave": "1"})
    assert answer.status_code == 423
    assert client.post(url(filed), {"strengths": "A"}).status_code == 422


def test_a_newer_text_stays_and_ours_is_shown_beside(client, filed, agent, colleague, at):
    write(filed, colleague, at, strengths="Le sien")
    client.force_login(agent)
    assert autosave(client, filed, strengths="Le mien").status_code == 409
    page = client.post(url(filed), SENT | {"strengths": "Le mien"})
    assert page.status_code == 409
    assert "Deux textes pour le même champ" in page.text
    aside = SheetAside.objects.get()
    client.post(url(filed, "sheet_settle", aside.pk), {"choice": "mine"})
    assert sheet_of(filed).strengths == "Le mien"
    assert client.post(url(filed, "sheet_settle", aside.pk)).status_code == 404


def test_the_other_s_text_may_be_kept(client, filed, agent, colleague, at):
    write(filed, colleague, at, strengths="Le sien")
    write(filed, agent, at, strengths="Le mien")
    client.force_login(agent)
    client.post(url(filed, "sheet_settle", SheetAside.objects.get().pk), {"choice": "theirs"})
    assert sheet_of(filed).strengths == "Le sien"


def test_an_aside_that_no_longer_fits_is_told(client, filed, agent, colleague, at):
    write(filed, colleague, at, amount_proposed=Decimal(100))
    write(filed, agent, at, amount_proposed=Decimal(4700))
    filed.budgetlines.filter(funder_kind="drac").update(amount=3000)
    client.force_login(agent)
    sent = {"choice": "mine"}
    client.post(url(filed, "sheet_settle", SheetAside.objects.get().pk), sent)
    assert SheetAside.objects.get().settled_at is None
    assert sheet_of(filed).amount_proposed == 100


def test_the_buttons_lead_the_sheet_through_its_states(client, filed, agent, at):
    client.force_login(agent)
    client.post(url(filed, "sheet_change", "ecrite"))
    assert sheet_of_or_none(filed) is None
    write(filed, agent, at, **WHOLE)
    for verb, state in (("ecrite", "written"), ("partager", "written"), ("valider", "validated")):
        client.post(url(filed, "sheet_change", verb))
        assert sheet_of(filed).state == state
    assert "disabled" in client.get(url(filed)).text
    assert client.post(url(filed), SENT).status_code == 422
    client.post(url(filed, "sheet_change", "rouvrir"))
    assert sheet_of(filed).state == "to_write"
    client.post(url(filed, "sheet_change", "reprendre"))
    assert not sheet_of(filed).is_shared
    assert client.post(url(filed, "sheet_change", "rien")).status_code == 404


def sheet_of_or_none(dossier):
    return Sheet.objects.filter(dossier=dossier).first()


def test_the_history_tells_words_and_not_codes(client, filed, agent, at):
    client.force_login(agent)
    assert "Rien encore" in client.get(url(filed, "sheet_history")).text
    write(filed, agent, at, opinion="reserved")
    page = client.get(url(filed, "sheet_history")).text
    assert "Réservé" in page
    assert "reserved" not in page


def test_the_holder_s_other_dossiers_stand_beside(client, filed, second, agent, at):
    write(second, agent, at, amount_proposed=Decimal(150))
    client.force_login(agent)
    page = client.get(url(filed)).text
    assert "150\u00a0€ proposés" in page


def test_the_drac_reads_the_opinion_once_shared_and_nothing_else(client, filed, agent, at):
    drac = organisations.team_member("drac", filed.edition.coordination)
    write(filed, agent, at, **WHOLE, strengths="SECRET", doubts="SECRET")
    client.force_login(drac)
    opinions = reverse("instruction:opinions")
    assert "À soutenir." not in client.get(opinions).text
    finish_sheet(filed, by=agent, at=at)
    share_sheet(filed, is_shared=True, by=agent, at=at)
    page = client.get(opinions).text
    assert "À soutenir." in page
    assert "4\u202f000" in page
    assert "SECRET" not in page
    assert client.get(url(filed)).status_code == 403


@pytest.mark.parametrize("role", ["region", "committee", "national"])
def test_the_others_of_the_region_do_not(client, filed, role):
    where = None if role == "national" else filed.edition.coordination
    client.force_login(organisations.team_member(role, where))
    assert client.get(reverse("instruction:opinions")).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_the_opinions_ask_as_much_whatever_their_number(
    client, filed, agent, at, rows, django_assert_num_queries
):
    for _ in range(rows):
        made = factory.complete_dossier(filed.edition)
        Dossier.objects.filter(pk=made.pk).update(state="admissible")
        Sheet.objects.create(dossier=made, is_shared=True, state="written", opinion="reserved")
    client.force_login(agent)
    with django_assert_num_queries(4):
        client.get(reverse("instruction:opinions"))
