"""Admissible or not: what stands in the way, what the holder is told, and coming back on it."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from passeurs.core.refusals import Refused
from passeurs.dossiers.actions.filing import withdraw_dossier
from passeurs.dossiers.actions.rulings import rule_on
from passeurs.dossiers.models import Admission, Attachment, CorrectionRequest, Dossier
from passeurs.dossiers.printing import admission_as_file, admission_data
from passeurs.dossiers.queries.admission import TEXT, appeal_of
from passeurs.instruction.actions.admission import admit, refuse, reopen
from passeurs.instruction.actions.pieces import note_report, waive_piece
from passeurs.instruction.queries.pieces import obstacles_to, second_day
from passeurs.journal.models import Entry
from passeurs.notifications.models import OutboxMessage
from tests.factories import pdf
from tests.instruction.conftest import anew

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def rules_left(dossier, at):
    return [one.rule for one in obstacles_to(anew(dossier), at=at)]


def unpriced(dossier):
    """Ask for more than the ceiling: a blocking rule is no longer met."""
    dossier.budgetlines.filter(funder_kind="drac").update(amount=5500)


def test_a_dossier_with_nothing_in_its_way_is_admissible_and_its_holder_told(filed, agent, at):
    admission = admit(filed, by=agent, at=at)
    assert (anew(filed).state, admission.outcome) == ("admissible", "admissible")
    letter = OutboxMessage.objects.get(key__startswith=f"admission:{admission.pk}")
    assert letter.to == filed.holder.email
    assert letter.attachments == [{"builder": "dossiers.admission", "arguments": [admission.pk]}]
    entry = Entry.objects.get(verb="dossier.admit")
    assert (entry.actor, entry.at, entry.scope) == (agent, at, "la-trame")


def test_a_blocking_point_keeps_the_dossier_out_and_is_named(filed, agent, at):
    unpriced(filed)
    with pytest.raises(Refused) as refusal:
        admit(filed, by=agent, at=at)
    assert any(reason.startswith("Plafond de l’aide") for reason in refusal.value.reasons)
    assert (anew(filed).state, Admission.objects.count()) == ("submitted", 0)


def test_a_waiver_with_a_reason_lifts_it(filed, agent, at):
    unpriced(filed)
    assert "budget.ceiling" in rules_left(filed, at)
    rule_on(anew(filed), "budget.ceiling", state="waived", reason="Accord", by=agent, at=at)
    assert "budget.ceiling" not in rules_left(filed, at)


def test_a_missing_cv_is_an_obstacle_until_it_is_waived(filed, agent, at):
    Attachment.objects.filter(dossier=filed, kind="practitioner_cv").update(removed_at=at)
    assert "documents.practitioner_cvs" in rules_left(filed, at)
    person = filed.persons.get()
    slot = f"practitioner_cv-{person.key}"
    waive_piece(anew(filed), slot, reason="Connue de la coordination", by=agent, at=at)
    assert "documents.practitioner_cvs" not in rules_left(filed, at)


@pytest.fixture
def returning(filed):
    """Took part last year, its actions unfinished; the bilan never came."""
    Dossier.objects.filter(pk=filed.pk).update(
        took_part_last_year=True, actions_unfinished=True, report_promised_on=None
    )
    return anew(filed)


def note(dossier, agent, at, **told):
    given = {"received_on": None, "promised_for": None, "note": ""} | told
    return note_report(dossier, **given, by=agent, at=at)


def test_a_missing_bilan_is_an_obstacle(returning, at):
    assert "previous.report" in rules_left(returning, at)


def test_a_bilan_received_by_post_is_none(returning, agent, at):
    note(returning, agent, at, received_on=at.date(), note="Par la poste")
    assert rules_left(returning, at) == []
    assert Entry.objects.get(verb="instruction.report").data == {"received": str(at.date())}


def test_a_bilan_promised_before_the_second_date_is_none_until_it_passes(returning, agent, at):
    last = second_day(returning.edition)
    note(returning, agent, at, promised_for=last)
    assert rules_left(returning, at) == []
    late = returning.edition.milestone("report_second_sending").last_at + DAY
    assert "previous.report" in rules_left(returning, late)


def test_a_promise_past_the_second_date_is_worth_nothing(returning, agent, at):
    note(returning, agent, at, promised_for=second_day(returning.edition) + DAY)
    assert "previous.report" in rules_left(returning, at)


def test_a_bilan_is_not_received_tomorrow(returning, agent, at):
    with pytest.raises(Refused):
        note(returning, agent, at, received_on=at.date() + 2 * DAY)


def test_a_note_too_long_is_refused(returning, agent, at):
    with pytest.raises(Refused):
        note(returning, agent, at, note="x" * 2001)


# ----------------------------------------------------------------------------------- refusing


def test_a_refusal_tells_why_and_how_to_contest_it(filed, agent, at):
    given = {"reasons": ["Hors délai.", "  "], "appeal": appeal_of(filed.edition)}
    admission = refuse(filed, **given, by=agent, at=at)
    assert (anew(filed).state, admission.reasons) == ("inadmissible", ["Hors délai."])
    text = OutboxMessage.objects.get(key__startswith="admission:").text
    assert "Hors délai." in text
    assert "Télérecours" in text


@pytest.mark.parametrize(
    ("reasons", "appeal"),
    [([], "Deux mois."), (["  "], "Deux mois."), (["Motif"], " "), (["x" * 10_001], "Deux mois.")],
)
def test_a_refusal_without_its_reasons_or_its_ways_to_contest_is_refused(
    filed, agent, at, reasons, appeal
):
    with pytest.raises(Refused):
        refuse(filed, reasons=reasons, appeal=appeal, by=agent, at=at)
    assert anew(filed).state == "submitted"


def test_the_edition_s_own_words_on_contesting_are_offered_first(filed):
    filed.edition.document_cache["texts"][TEXT] = "Écrivez au médiateur."
    assert appeal_of(filed.edition) == "Écrivez au médiateur."


def test_coming_back_needs_a_reason_and_tells_the_holder(filed, agent, at):
    admit(filed, by=agent, at=at)
    for reason in ("  ", "x" * 10_001):
        with pytest.raises(Refused):
            reopen(anew(filed), reason=reason, by=agent, at=at)
    reopen(anew(filed), reason="Une pièce est fausse.", by=agent, at=at + DAY)
    assert (anew(filed).state, Admission.objects.get().taken_back_at) == ("submitted", at + DAY)
    told = OutboxMessage.objects.get(key__startswith="admission_reopened:")
    assert "Une pièce est fausse." in told.text


def test_two_clicks_decide_once(filed, agent, at):
    admit(filed, by=agent, at=at)
    with pytest.raises(Refused):
        admit(filed, by=agent, at=at)
    assert Admission.objects.count() == 1


def test_an_admissible_dossier_may_be_taken_back_before_the_closing(filed, agent, at):
    admit(filed, by=agent, at=at)
    withdraw_dossier(anew(filed), by=filed.holder, at=at)
    assert (anew(filed).state, Admission.objects.get().taken_back_at) == ("withdrawn", at)


# ------------------------------------------------------------------------------------- letters


def test_the_letter_bears_every_word(filed, agent, at):
    admission = refuse(filed, reasons=["Hors délai."], appeal="Deux **mois**.", by=agent, at=at)
    file = admission_as_file(admission.pk)
    assert file.name == f"irrecevabilite-{filed.reference}.pdf"
    text = " ".join(pdf.text_of(file.content).split())
    for words in ("Décision d’irrecevabilité", "Hors délai.", "mois", filed.reference):
        assert words in text
    assert admission_data(admission)["taken_back"] == ""
    admission.taken_back_at = at
    assert admission_data(admission)["taken_back"]


def test_the_letter_of_an_admissible_dossier_has_no_ways_to_contest(filed, agent, at):
    data = admission_data(admit(filed, by=agent, at=at))
    assert (data["title"], data["appeal"]) == ("Décision de recevabilité", [])


# ------------------------------------------------------------------------------------- screens


def url(dossier, name="admission", *more):
    return reverse(f"instruction:{name}", args=[dossier.pk, *more])


def test_the_page_shows_each_piece_and_the_decision_to_take(client, filed, agent):
    client.force_login(agent)
    page = client.get(url(filed)).text
    assert "Dire le dossier recevable" in page
    assert "cv.pdf" in page


def test_the_agent_admits_and_the_holder_reads_it(client, filed, agent):
    client.force_login(agent)
    assert client.post(url(filed, "admit"), follow=True).status_code == 200
    client.force_login(filed.holder)
    page = client.get(reverse("dossiers:review", args=[filed.pk])).text
    assert "Votre dossier est recevable" in page
    letter = client.get(
        reverse("dossiers:admission_file", args=[filed.pk, Admission.objects.get().pk])
    )
    assert letter["Content-Type"] == "application/pdf"


def test_what_stands_in_the_way_is_told_when_one_admits_all_the_same(client, filed, agent):
    unpriced(filed)
    client.force_login(agent)
    page = client.post(url(filed, "admit"), follow=True).text
    assert "Plafond de l’aide" in page
    assert anew(filed).state == "submitted"


def test_the_agent_refuses_with_a_failing_point_and_words(client, filed, agent):
    unpriced(filed)
    client.force_login(agent)
    sent = {"points": ["budget.ceiling"], "words": "Et trop tard.", "appeal": "Deux mois."}
    client.post(url(filed, "refuse"), sent)
    first, second = Admission.objects.get().reasons
    assert first.startswith("Plafond de l’aide")
    assert second == "Et trop tard."
    client.force_login(filed.holder)
    page = client.get(reverse("dossiers:review", args=[filed.pk])).text
    assert "Et trop tard." in page
    assert "Deux mois." in page


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"words": "", "appeal": "Deux mois."},
        {"points": ["nothing"], "words": "x", "appeal": "Deux mois."},
        {"words": "x" * 100_000, "appeal": "Deux mois."},
        {"words": "Un motif", "appeal": ""},
    ],
    ids=["empty", "no reason", "an unknown point", "too long", "no way to contest"],
)
def test_a_refusal_that_lacks_something_comes_back_as_typed(client, filed, agent, sent):
    client.force_login(agent)
    answer = client.post(url(filed, "refuse"), sent)
    assert (answer.status_code, anew(filed).state) == (422, "submitted")


def test_the_agent_comes_back_on_a_decision(client, filed, agent, at):
    admit(filed, by=agent, at=at)
    client.force_login(agent)
    for reason in ("", "x" * 100_000):
        assert client.post(url(filed, "reopen"), {"reason": reason}).status_code == 422
    client.post(url(filed, "reopen"), {"reason": "Erreur 🙂"})
    assert anew(filed).state == "submitted"


def test_a_bilan_is_noted_on_the_page(client, returning, agent, at):
    client.force_login(agent)
    assert client.post(url(returning, "report"), {"received_on": "demain"}).status_code == 422
    assert client.post(url(returning, "report"), {"received_on": "2999-01-01"}).status_code == 422
    client.post(url(returning, "report"), {"received_on": str(at.date()), "note": "Par la poste"})
    assert returning.report_record.received_on == at.date()
    assert "Par la poste" in client.get(url(returning)).text


def test_the_page_asks_as_much_whatever_its_pieces(
    client, filed, agent, django_assert_max_num_queries
):
    client.force_login(agent)
    with django_assert_max_num_queries(32) as asked:
        client.get(url(filed))
    first = len(asked)
    for rank in range(3):
        filed.persons.create(position=rank + 2, name=f"Invité {rank}", kind="artist")
    with django_assert_max_num_queries(first) as asked:
        client.get(url(filed))


@pytest.mark.parametrize("state", ["draft", "withdrawn", "abandoned"])
def test_nothing_is_decided_of_a_dossier_that_is_not_filed(client, filed, agent, state):
    Dossier.objects.filter(pk=filed.pk).update(state=state)
    client.force_login(agent)
    assert client.get(url(filed)).status_code == 200
    for name in ("admit", "refuse", "reopen", "report"):
        assert client.post(url(filed, name)).status_code == 403


def test_the_edition_says_whether_the_holder_reads_the_reasons(client, filed, agent, at):
    unpriced(filed)
    rule_on(anew(filed), "budget.ceiling", state="waived", reason="MOTIFVU", by=agent, at=at)
    client.force_login(filed.holder)
    review = reverse("dossiers:review", args=[filed.pk])
    assert "MOTIFVU" in client.get(review).text
    type(filed.edition).objects.filter(pk=filed.edition_id).update(rulings_shown=False)
    page = client.get(review).text
    assert "MOTIFVU" not in page
    assert re.search(r"Dérogation accordée par La Trame", page)
    client.force_login(agent)
    assert "MOTIFVU" in client.get(reverse("desk:dossier", args=[filed.pk])).text


@pytest.mark.parametrize(("days", "is_open"), [(3, True), (-1, False)], ids=["running", "lapsed"])
def test_nothing_is_decided_while_a_correction_is_open(client, filed, agent, at, days, is_open):
    CorrectionRequest.objects.create(
        dossier=filed, state="sent", prepared_at=at, sent_at=at, due_at=at + days * DAY
    )
    given = {"reasons": ["Hors délai."], "appeal": "Deux mois."}
    if not is_open:
        assert admit(filed, by=agent, at=at).outcome == "admissible"
        return
    for decide in (
        lambda: admit(filed, by=agent, at=at),
        lambda: refuse(filed, **given, by=agent, at=at),
    ):
        with pytest.raises(Refused, match="correction"):
            decide()
    client.force_login(agent)
    assert "Une correction est demandée" in client.get(url(filed)).text
