from collections import Counter
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from passeurs.accounts.models import User
from passeurs.calls.models import Edition
from passeurs.calls.queries import open_editions
from passeurs.committee.models import Sitting
from passeurs.contacts.models import Contact
from passeurs.core.access import can
from passeurs.demonstration import messages, stories
from passeurs.demonstration.loading import load_demonstration
from passeurs.demonstration.people import ROLES
from passeurs.documents.models import StoredFile
from passeurs.dossiers.enums import DECIDED, FILED, State
from passeurs.dossiers.models import Attachment, Award, Dossier, RuleRuling, Snapshot
from passeurs.dossiers.queries.verdicts import verdicts_of
from passeurs.eligibility.engine import evaluate, fileable
from passeurs.journal.models import Entry
from passeurs.notifications.models import OutboxMessage
from passeurs.organisations.models import Coordination, Structure
from tests.demonstration.conftest import blocked_by, dossier_of

pytestmark = pytest.mark.django_db
COUNTED = (
    Attachment,
    Contact,
    Dossier,
    Edition,
    Entry,
    OutboxMessage,
    RuleRuling,
    Snapshot,
    StoredFile,
    Structure,
    User,
)


def counts():
    return {model.__name__: model.objects.count() for model in COUNTED}


each_story = pytest.mark.parametrize("story", stories.read(), ids=lambda story: story["key"])


@each_story
def test_a_dossier_is_in_the_state_of_its_story(loaded, story):
    state = dossier_of(story).state
    assert (State.SUBMITTED if state in FILED else state) == story["expect"]["state"]


@each_story
def test_a_dossier_that_is_not_filed_is_blocked_by_the_rules_of_its_story_alone(loaded, story):
    dossier = dossier_of(story)
    if dossier.state in FILED:
        assert not story["expect"]["blocked_by"]
    else:
        verdicts = verdicts_of(dossier, at=loaded.at)
        assert blocked_by(verdicts) == sorted(story["expect"]["blocked_by"])


@each_story
def test_what_is_left_to_confirm_is_what_the_story_says(loaded, story):
    verdicts = verdicts_of(dossier_of(story), at=loaded.at)
    doubtful = sorted(one.rule for one in verdicts if one.state == "to_confirm")
    assert doubtful == sorted(story["expect"]["to_confirm"])


def test_every_filing_was_allowed_by_the_engine_at_its_instant(loaded):
    for snapshot in Snapshot.objects.all():
        verdicts = evaluate(snapshot.document, snapshot.edition_document, at=snapshot.received_at)
        assert fileable(verdicts), snapshot.receipt_number


def test_every_state_is_there_but_a_refusal_and_each_edition_has_its_share(loaded):
    """Occitanie's committee is reading; in Brittany one project is supported and one waits."""
    untold = {State.DECLINED, State.RENOUNCED}
    assert set(Dossier.objects.values_list("state", flat=True)) == set(State.values) - untold
    decided = Dossier.objects.filter(state__in=DECIDED)
    assert {one.edition.slug for one in decided} == {"deux-seances-1"}
    by_edition = Counter(Dossier.objects.values_list("edition__slug", flat=True))
    assert by_edition["occitanie-en-cours"] > by_edition["occitanie-2024"] >= 10
    assert by_edition["deux-seances-1"] + by_edition["deux-seances-2"] >= 6


def test_nothing_is_filed_after_its_call_closed_nor_before_it_opened(loaded):
    for snapshot in Snapshot.objects.select_related("dossier__edition"):
        assert snapshot.dossier.edition.is_open(at=snapshot.received_at)
        assert snapshot.received_at < loaded.at


def test_two_dossiers_were_filed_again_and_keep_both_receipts(loaded):
    twice = [one for one in Dossier.objects.filed() if one.snapshots.count() == 2]
    assert len(twice) == 2
    assert all(one.snapshots.get(number=1).withdrawn_at for one in twice)


def test_each_rule_of_money_and_form_blocks_a_dossier_by_itself(loaded):
    alone = {rules[0] for s in stories.read() if len(rules := s["expect"]["blocked_by"]) == 1}
    assert alone >= {
        "budget.balanced",
        "budget.ceiling",
        "budget.cofunding",
        "budget.floor",
        "budget.share",
        "contact.before_deadline",
        "documents.practitioner_cvs",
        "films.from_lists",
        "holder.eligible_status",
        "pathway.see_and_do",
        "previous.report",
        "submission.before_deadline",
    }


def test_the_main_holder_has_one_dossier_to_continue_one_to_file_and_one_filed(loaded):
    nadia = User.objects.with_email("nadia.sarrazin@demonstration.example")
    mine = Dossier.objects.filter(structure__members=nadia, edition__slug="occitanie-en-cours")
    assert Counter(mine.values_list("state", flat=True)) == {"draft": 2, "submitted": 1}
    ready = [
        one for one in mine if one.state == "draft" and fileable(verdicts_of(one, at=loaded.at))
    ]
    assert len(ready) == 1
    assert all(can(nadia, "dossier.edit", one) for one in ready)


def test_another_holder_sees_other_dossiers(loaded):
    paul = User.objects.with_email("paul.lacombe@demonstration.example")
    nadia = User.objects.with_email("nadia.sarrazin@demonstration.example")
    his, hers = (set(Dossier.objects.visible_to(user)) for user in (paul, nadia))
    assert his
    assert hers
    assert not his & hers


def test_no_team_sees_a_dossier_of_the_other_region(loaded):
    for role in ROLES:
        slug = role.team[0]
        if slug:
            user = User.objects.with_email(role.email)
            seen = Dossier.objects.visible_to(user)
            assert seen.exists()
            assert set(seen.values_list("edition__coordination__slug", flat=True)) == {slug}


def test_two_coordinations_and_two_open_calls_are_there(loaded):
    assert set(Coordination.objects.values_list("slug", flat=True)) == {"la-trame", "les-lanternes"}
    opened = {edition.slug for edition in open_editions(loaded.at)}
    assert opened == {"occitanie-en-cours", "deux-seances-2"}


def test_some_messages_wait_for_an_answer_in_each_region(loaded):
    waiting = Contact.objects.to_answer().values_list("coordination__slug", flat=True)
    assert set(waiting) == {"la-trame", "les-lanternes"}
    assert Contact.objects.filter(source="public").count() == len(messages.read())


def test_a_late_contact_was_waived_with_a_reason(loaded):
    ruling = RuleRuling.objects.get(state="waived")
    assert ruling.rule == "contact.before_deadline"
    assert ruling.by.teams.filter(coordination__slug="la-trame").exists()


def test_every_attachment_can_be_downloaded(loaded):
    assert Attachment.objects.count() > 60
    for attachment in Attachment.objects.select_related("file"):
        with attachment.file.file.open("rb") as stream:
            assert stream.read(5) == b"%PDF-"


def test_every_submission_told_its_holder_and_its_coordination(loaded):
    for snapshot in Snapshot.objects.all():
        key = f"submitted:{snapshot.receipt_number}"
        assert OutboxMessage.objects.filter(key=key).exists()
        assert OutboxMessage.objects.filter(key=f"{key}:desk").exists()


def test_loading_again_adds_nothing_and_keeps_what_a_visitor_wrote(loaded):
    dossier = dossier_of({"key": "02-lumieres-de-terre-rouge"})
    dossier.project.summary = "Ce qu’une visiteuse a écrit."
    dossier.project.save()
    structure = dossier.structure
    structure.street = "Ailleurs"
    structure.save()
    before = counts()
    again = load_demonstration(at=loaded.at + timedelta(hours=1))
    assert (again.stories, again.messages) == ([], [])
    assert counts() == before
    dossier.project.refresh_from_db()
    structure.refresh_from_db()
    assert dossier.project.summary == "Ce qu’une visiteuse a écrit."
    assert structure.street == "Ailleurs"


def test_a_withdrawn_dossier_is_not_filed_again_by_a_second_load(loaded):
    dossier = Dossier.objects.filed().first()
    Dossier.objects.filter(pk=dossier.pk).update(state=State.ABANDONED)
    load_demonstration(at=loaded.at + timedelta(hours=1))
    dossier.refresh_from_db()
    assert dossier.state == State.ABANDONED


def test_years_later_the_call_is_open_still(loaded):
    later = loaded.at + timedelta(days=800)
    load_demonstration(at=later)
    assert Edition.objects.get(slug="occitanie-en-cours").is_open(at=later)


def test_months_later_the_call_is_open_still_and_what_was_filed_stays_in_time(loaded):
    later = loaded.at + timedelta(days=90)
    before = Edition.objects.get(slug="occitanie-en-cours")
    load_demonstration(at=later)
    edition = Edition.objects.get(slug="occitanie-en-cours")
    assert edition.is_open(at=later)
    assert edition.opens_at == before.opens_at
    filed = dossier_of({"key": "01-le-lot-au-fil-de-leau"})
    assert not blocked_by(verdicts_of(filed, at=later))


def test_a_closed_edition_never_moves(loaded):
    dates = Edition.objects.filter(slug__in=["occitanie-2024", "deux-seances-1"]).order_by("slug")
    before = list(dates.values_list("filing_before_at", flat=True))
    load_demonstration(at=loaded.at + timedelta(days=90))
    assert list(dates.values_list("filing_before_at", flat=True)) == before


def test_the_command_refuses_outside_of_the_demonstration(settings):
    settings.DEMONSTRATION = False
    with pytest.raises(CommandError):
        call_command("load_demonstration")


def test_the_command_tells_what_it_added(loaded, capsys, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: loaded.at)
    call_command("load_demonstration")
    assert "Dossiers ajoutés" in capsys.readouterr().out


def test_what_was_decided_is_minuted_told_and_public(loaded, client):
    """As after a real sitting: minutes approved, letters sent, one project on the public page."""
    sitting = Sitting.objects.get(edition__slug="deux-seances-1")
    assert sitting.minutes.get().approved_at
    assert sitting.publications.get().published_at < loaded.at
    awards = Award.objects.filter(dossier__edition=sitting.edition)
    assert sorted(awards.values_list("outcome", flat=True)) == ["granted", "waiting"]
    page = client.get(reverse("dossiers:results", args=["deux-seances-1"])).text
    assert "Quai numéro neuf" in page
    assert "La salle des marées" not in page
