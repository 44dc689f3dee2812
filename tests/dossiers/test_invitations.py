"""Asking partners for their word: the holder's side, and the reminders that leave by themselves."""

from datetime import timedelta

import pytest
from django.urls import reverse

from passeurs.core.refusals import Refused
from passeurs.dossiers import reminding, tasks
from passeurs.dossiers.actions.confirmation import (
    confirm_part,
    decline_part,
    take_back_confirmation,
)
from passeurs.dossiers.actions.filing import submit_dossier
from passeurs.dossiers.actions.invitations import (
    MOST_IN_AN_HOUR,
    invite_partner,
    remind_partner,
    renew_link,
    revoke_invitation,
    send_due_reminders,
)
from passeurs.dossiers.actions.reminders import hold_reminders
from passeurs.dossiers.enums import ReminderKind
from passeurs.dossiers.models import Partner, PartnerInvitation, PartnerLink, Reminder
from passeurs.dossiers.queries.document import dump
from passeurs.dossiers.queries.invitations import standings_of
from passeurs.dossiers.queries.verdicts import verdicts_of
from passeurs.journal.models import Entry
from passeurs.notifications.actions.choosing import choose
from passeurs.notifications.bounces import note_bounce
from passeurs.notifications.enums import Family, Rhythm
from passeurs.notifications.models import OutboxMessage
from tests.factories import dossiers as factory
from tests.factories import partners

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def signed(client, ready):
    client.force_login(ready.holder)
    return client


def fresh(invitation):
    related = ("partner__dossier__edition__coordination", "asked_by")
    return PartnerInvitation.objects.select_related(*related).get(pk=invitation.pk)


def mails():
    return list(OutboxMessage.objects.order_by("created_at").values_list("to", flat=True))


# ------------------------------------------------------------------------------------- inviting


def test_an_invitation_leaves_with_a_link_and_its_words_are_secret(ready, at):
    invitation, token = partners.invited(ready, at=at)
    message = OutboxMessage.objects.get()
    assert (message.to, message.is_secret) == ("partenaire0@exemple.fr", True)
    assert ready.structure.name in message.text
    assert f"/partenaire/{token}/" in message.text
    assert fresh(invitation).state == "invited"
    assert Entry.objects.filter(verb="partner.invite").count() == 1


def test_a_link_ends_with_the_closing_or_after_sixty_days(ready, at):
    partners.invited(ready, at=at)
    assert PartnerLink.objects.get().expires_at == ready.edition.filing_before_at
    edition = ready.edition
    edition.filing_before_at = at + timedelta(days=300)
    edition.save(update_fields=["filing_before_at"])
    invitation, _ = partners.invited(ready, 1, at=at)
    assert invitation.links.get().expires_at == at + timedelta(days=60)


@pytest.mark.parametrize("facts", [{"name": " "}, {"contact_email": ""}])
def test_a_partner_without_a_name_or_an_address_is_not_asked(ready, at, facts):
    with pytest.raises(Refused):
        partners.invited(ready, at=at, **facts)
    assert mails() == []


def test_the_same_address_is_written_to_once_a_day(ready, at):
    partners.invited(ready, at=at)
    with pytest.raises(Refused, match="moins d’un jour"):
        partners.invited(ready, at=at + timedelta(hours=23))
    partners.invited(ready, at=at + DAY)
    assert len(mails()) == 2


def test_another_address_is_written_to_at_once_and_the_former_link_ends(ready, at):
    partners.invited(ready, at=at)
    partners.invited(ready, at=at, contact_email="autre@exemple.fr")
    assert mails().count("autre@exemple.fr") == 1
    assert PartnerLink.objects.filter(ended_at=None).count() == 1


def test_nobody_sends_invitations_without_end(ready, at):
    invitation, _ = partners.invited(ready, at=at)
    links = [
        PartnerLink(
            invitation=invitation,
            digest=f"{rank:064}",
            sent_at=at,
            sent_by=ready.holder,
            expires_at=at,
        )
        for rank in range(MOST_IN_AN_HOUR)
    ]
    PartnerLink.objects.bulk_create(links)
    with pytest.raises(Refused, match="en une heure"):
        partners.invited(ready, 1, at=at)


def test_asking_again_keeps_a_word_given_and_starts_anew_after_a_refusal(ready, at):
    invitation, _ = partners.invited(ready, at=at)
    seen = invitation.partner.basis_digest
    confirm_part(invitation, name="Théo", role="Directeur", seen=seen, at=at)
    partners.invited(ready, at=at + 2 * DAY)
    assert fresh(invitation).state == "confirmed"
    decline_part(fresh(invitation), word="Non", at=at + 2 * DAY)
    partners.invited(ready, at=at + 4 * DAY)
    assert (fresh(invitation).state, fresh(invitation).word) == ("invited", "")


def test_what_has_changed_may_be_asked_again_within_the_day(ready, at):
    invitation, _ = partners.invited(ready, at=at)
    confirm_part(invitation, name="Théo", role="D.", seen=invitation.partner.basis_digest, at=at)
    later = at + timedelta(hours=2)
    partners.invited(ready, at=later, contribution_amount=9)
    assert fresh(invitation).state == "stale"
    with pytest.raises(Refused):
        partners.invited(ready, at=later + timedelta(minutes=30))


def test_a_word_whose_address_changed_is_asked_of_the_new_one(ready, at):
    invitation, _ = partners.invited(ready, at=at)
    confirm_part(invitation, name="Théo", role="D.", seen=invitation.partner.basis_digest, at=at)
    partners.invited(ready, at=at, contact_email="autre@exemple.fr")
    assert fresh(invitation).state == "invited"


@pytest.mark.parametrize("action", [invite_partner, remind_partner, revoke_invitation])
def test_nothing_is_asked_once_filed_nor_once_closed(ready, at, action):
    invitation, _ = partners.invited(ready, at=at)
    sent, later = mails(), ready.edition.filing_before_at + timedelta(seconds=2)
    with pytest.raises(Refused):
        action(fresh(invitation).partner, by=ready.holder, at=later)
    submit_dossier(ready, by=ready.holder, at=at)
    with pytest.raises(Refused):
        action(fresh(invitation).partner, by=ready.holder, at=at + 2 * DAY)
    assert [to for to in mails() if to.startswith("partenaire")] == sent


def test_an_invitation_taken_back_leaves_the_partner_as_if_never_asked(ready, at):
    invitation, _ = partners.invited(ready, at=at)
    for _ in range(2):
        revoke_invitation(fresh(invitation).partner, by=ready.holder, at=at)
    assert fresh(invitation).state == "none"
    assert Entry.objects.filter(verb="partner.revoke").count() == 1
    assert dump(ready)["partners"][0]["confirmation"] is None
    partners.invited(ready, at=at)
    assert fresh(invitation).state == "invited"


# ----------------------------------------------------------------------------------- by hand


def test_a_reminder_by_hand_leaves_once_a_day(ready, at):
    invitation, _ = partners.invited(ready, at=at)
    with pytest.raises(Refused):
        remind_partner(fresh(invitation).partner, by=ready.holder, at=at)
    remind_partner(fresh(invitation).partner, by=ready.holder, at=at + DAY)
    with pytest.raises(Refused):
        remind_partner(fresh(invitation).partner, by=ready.holder, at=at + DAY)
    assert len(mails()) == 2


def test_who_was_not_asked_or_has_answered_is_not_reminded(ready, at):
    with pytest.raises(Refused):
        remind_partner(partners.partner(ready, 1), by=ready.holder, at=at)
    invitation, _ = partners.invited(ready, at=at)
    decline_part(invitation, word="", at=at)
    with pytest.raises(Refused):
        remind_partner(fresh(invitation).partner, by=ready.holder, at=at + 2 * DAY)


def test_the_card_carries_each_verb_and_says_a_refusal(signed, ready):
    row = partners.partner(ready)
    cards = reverse("dossiers:partenaires", args=[ready.pk])
    told = {
        "partner_invite": "L’invitation part à partenaire0@exemple.fr.",
        "partner_remind": "moins d’un jour",
        "partner_revoke": "L’invitation est reprise",
    }
    for name, words in told.items():
        answer = signed.post(reverse(f"dossiers:{name}", args=[ready.pk, row.pk]), follow=True)
        assert answer.redirect_chain[0][0].startswith(cards)
        assert words in answer.text, name


def test_a_partner_of_another_dossier_is_not_found(signed, ready):
    other = factory.complete_dossier(ready.edition).partners.first()
    for name in ("partner_invite", "partner_remind", "partner_revoke"):
        url = reverse(f"dossiers:{name}", args=[ready.pk, other.pk])
        assert signed.post(url).status_code == 404


def test_the_card_says_where_the_word_stands(signed, ready, at):
    url = reverse("dossiers:partenaires", args=[ready.pk])
    assert "Demander sa confirmation" in signed.get(url).text
    invitation, _ = partners.invited(ready, at=at)
    shown = signed.get(url).text
    assert "Relancer" in shown
    assert "une relance partira d’elle-même" in shown
    confirm_part(
        invitation, name="Théo Lam", role="Directeur", seen=invitation.partner.basis_digest, at=at
    )
    assert "par Théo Lam, Directeur" in signed.get(url).text
    partners.partner(ready, contribution="Autre chose")
    assert "Demander de nouveau" in signed.get(url).text


def test_a_saved_card_says_at_once_that_its_word_is_stale(signed, ready, at):
    invitation, _ = partners.invited(ready, at=at)
    row = invitation.partner
    confirm_part(invitation, name="Théo", role="D.", seen=row.basis_digest, at=at)
    version = ready.sections.get(code="partners").version
    answer = signed.post(
        reverse("dossiers:row", args=[ready.pk, "partners", row.pk]),
        {"_version": version, "contribution": "Autre chose"},
        headers={"X-Autosave": "1"},
    )
    parts = answer.json()["row_meta"]
    assert "À reconfirmer" in parts[f"{row.key}-etat"]
    assert "Demander de nouveau" in parts[f"{row.key}-confirmation"]


# --------------------------------------------------------------------------- where it is read


def test_the_document_the_rule_and_the_desk_read_the_same_word(ready, at):
    for rank in (0, 1):
        invitation, _ = partners.invited(ready, rank, at=at)
        seen = invitation.partner.basis_digest
        confirm_part(invitation, name="Théo", role="Directeur", seen=seen, at=at)
    told = dump(ready)["partners"][0]["confirmation"]
    assert told == {
        "state": "confirmed",
        "at": at.isoformat(),
        "name": "Théo",
        "role": "Directeur",
    }
    [found] = [v for v in verdicts_of(ready, at=at) if v.rule == "partners.confirmed"]
    assert (found.state, found.blocking) == ("met", False)
    assert {standing["state"] for _, standing in standings_of(ready)} == {"confirmed"}


def test_the_cards_ask_as_much_whatever_the_partners(
    signed, ready, at, django_assert_max_num_queries
):
    counts = []
    for rank in (0, 1):
        partners.invited(ready, rank, at=at)
        with django_assert_max_num_queries(40) as asked:
            signed.get(reverse("dossiers:partenaires", args=[ready.pk]))
        counts.append(len(asked))
    assert counts[0] == counts[1]


# ------------------------------------------------------------------------ reminders on their own


def closing_in(ready, at, days):
    edition = ready.edition
    edition.filing_before_at = at + timedelta(days=days)
    edition.save(update_fields=["filing_before_at"])


@pytest.mark.parametrize(
    ("days", "planned"),
    [
        (60, ["day5", "day10", "closing"]),
        (12, ["day5", "day10", "closing"]),
        (6, ["day5"]),
        (4, []),
    ],
)
def test_the_calendar_of_reminders(at, days, planned):
    found = reminding.steps(at, at + timedelta(days=days))
    assert sorted(found) == sorted(planned)


def test_a_silent_partner_is_reminded_three_times_once_each(ready, at):
    closing_in(ready, at, 40)
    partners.invited(ready, at=at)
    sent = []
    for day in range(41):
        sent += [day] * send_due_reminders(at=at + timedelta(days=day, minutes=1))
    assert sent == [5, 10, 33]
    assert len(mails()) == 4
    assert Entry.objects.filter(verb="partner.remind", actor=None).count() == 3


def test_a_worker_that_slept_sends_one_reminder_and_not_all(ready, at):
    closing_in(ready, at, 15)
    partners.invited(ready, at=at)
    assert [send_due_reminders(at=at + timedelta(days=12)) for _ in range(2)] == [1, 0]


def test_two_messages_are_a_day_apart_whoever_sends_them(ready, at):
    closing_in(ready, at, 60)
    invitation, _ = partners.invited(ready, at=at)
    remind_partner(fresh(invitation).partner, by=ready.holder, at=at + timedelta(days=4, hours=20))
    assert send_due_reminders(at=at + timedelta(days=5, minutes=1)) == 0
    assert send_due_reminders(at=at + timedelta(days=6)) == 1


@pytest.mark.parametrize(
    "ending", ["confirmed", "declined", "withdrawn", "revoked", "filed", "gone"]
)
def test_who_answered_is_left_alone_and_so_is_a_dossier_that_is_filed(ready, at, ending):
    invitation, _ = partners.invited(ready, at=at)
    seen = invitation.partner.basis_digest
    if ending in {"confirmed", "withdrawn"}:
        confirm_part(invitation, name="Théo", role="D.", seen=seen, at=at)
    match ending:
        case "declined":
            decline_part(invitation, word="", at=at)
        case "withdrawn":
            take_back_confirmation(invitation, at=at)
        case "revoked":
            revoke_invitation(invitation.partner, by=ready.holder, at=at)
        case "filed":
            submit_dossier(ready, by=ready.holder, at=at)
        case "gone":
            Partner.objects.filter(pk=invitation.partner_id).delete()
    assert send_due_reminders(at=at + timedelta(days=6)) == 0


def test_a_stale_word_is_reminded_only_once_asked_again(ready, at):
    closing_in(ready, at, 60)
    invitation, _ = partners.invited(ready, at=at)
    confirm_part(invitation, name="Théo", role="D.", seen=invitation.partner.basis_digest, at=at)
    partners.partner(ready, contribution_amount=9)
    assert send_due_reminders(at=at + timedelta(days=8)) == 0
    partners.invited(ready, at=at + timedelta(days=9), contribution_amount=9)
    assert send_due_reminders(at=at + timedelta(days=14, minutes=1)) == 1
    assert "a changé" in OutboxMessage.objects.latest("created_at").subject


def test_no_reminder_leaves_after_the_closing(ready, at):
    closing_in(ready, at, 3)
    partners.invited(ready, at=at)
    assert send_due_reminders(at=at + timedelta(days=20)) == 0


def test_the_reminder_was_answered_while_the_worker_read_the_list(ready, at, monkeypatch):
    invitation, _ = partners.invited(ready, at=at)
    keys = [invitation.pk]
    monkeypatch.setattr(
        "passeurs.dossiers.actions.invitations.silent_invitations", lambda **_: keys
    )
    assert send_due_reminders(at=at + timedelta(hours=3)) == 0
    assert send_due_reminders(at=at + timedelta(days=2)) == 0
    decline_part(invitation, word="", at=at)
    assert send_due_reminders(at=at + timedelta(days=6)) == 0


def test_a_link_is_renewed_once_an_hour(ready, at):
    invitation, _ = partners.invited(ready, at=at)
    hours = [0.5, 1, 1.5, 2]
    sent = [renew_link(fresh(invitation), at=at + timedelta(hours=hour)) for hour in hours]
    assert sent == [False, True, False, True]


def test_the_task_reminds_at_the_hour_it_runs(ready, monkeypatch):
    asked = []
    monkeypatch.setattr(tasks, "send_reminders", lambda *, at: asked.append(at))
    tasks.remind.call()
    assert asked


# ------------------------------------------------------------- stopped, dead, or held back


def test_a_partner_who_stopped_is_reminded_neither_by_itself_nor_by_hand(ready, at):
    invitation, _ = partners.invited(ready, at=at)
    choose(invitation.email, {Family.ASKED: Rhythm.NEVER}, zone="Europe/Paris", at=at)
    assert send_due_reminders(at=at + 6 * DAY) == 0
    with pytest.raises(Refused, match="ne veut plus être relancé"):
        remind_partner(fresh(invitation).partner, by=ready.holder, at=at + 6 * DAY)
    assert invitation.links.filter(ended_at=None).count() == 1
    choose(invitation.email, {Family.ASKED: Rhythm.AT_ONCE}, zone="Europe/Paris", at=at)
    assert send_due_reminders(at=at + 6 * DAY) == 1


def test_an_address_that_does_not_receive_is_not_reminded(ready, at):
    invitation, _ = partners.invited(ready, at=at)
    note_bounce(invitation.email, "5.1.1", at=at)
    assert send_due_reminders(at=at + 6 * DAY) == 0


def test_held_back_partners_are_not_reminded(ready, at):
    partners.invited(ready, at=at)
    options = {"by": ready.holder, "at": at}
    hold_reminders(ready.edition, ReminderKind.PARTNER, is_held=True, **options)
    assert send_due_reminders(at=at + 6 * DAY) == 0
    hold_reminders(ready.edition, ReminderKind.PARTNER, is_held=False, **options)
    assert send_due_reminders(at=at + 6 * DAY) == 1


def test_a_reminder_by_itself_can_be_stopped_by_its_link_and_is_in_the_agenda(ready, at):
    invitation, _ = partners.invited(ready, at=at)
    send_due_reminders(at=at + 6 * DAY)
    row = Reminder.objects.get()
    assert (row.kind, row.step, row.dossier_id) == ("partner", "day5", ready.pk)
    message = OutboxMessage.objects.filter(family=Family.ASKED).get()
    assert (message.scope, message.is_secret) == ("la-trame", True)
    assert message.to == invitation.email
