"""Typing for the holder: a consent, a stretch of time, a trace, and the holder's word."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from passeurs.core.access import can
from passeurs.core.refusals import Refused
from passeurs.dossiers import tasks
from passeurs.dossiers.actions import typing
from passeurs.dossiers.actions.filing import submit_dossier
from passeurs.dossiers.actions.rows import add_row
from passeurs.dossiers.actions.saving import save_changes
from passeurs.dossiers.changes import AttributeChange
from passeurs.dossiers.forms.typed import typed_in, typed_lines
from passeurs.dossiers.models import Dossier, FieldChange, TypingSession
from passeurs.dossiers.queries.lists import read_one
from passeurs.journal.models import Entry
from passeurs.notifications.models import OutboxMessage
from tests.factories import documents, organisations
from tests.factories import dossiers as factory
from tests.factories.accounts import person

pytestmark = pytest.mark.django_db
FOR = "Nadia Sarrazin"


@pytest.fixture
def agent(edition):
    return organisations.team_member(
        "coordination", edition.coordination, first_name="Camille", last_name="Roux"
    )


@pytest.fixture
def now():
    return timezone.now()


def opened(dossier, agent, at, **changes):
    facts = {
        "typed_for": FOR,
        "consent": "phone",
        "consented_on": at.date(),
        "words": "Elle me dicte son projet.",
        "ends_at": at + timedelta(hours=2),
    }
    return typing.open_typing(dossier, **facts | changes, by=agent, at=at, telling=typed_lines)


def typed(dossier, agent, value, *, name="summary", at):
    """What a page of the agent saves."""
    found = read_one(agent, dossier.pk)
    change = AttributeChange(
        name=name,
        value=value,
        before=getattr(found.project, name),
        target=found.project,
        attribute=name,
    )
    version = found.sections.get(code="project").version
    return save_changes(found, "project", [change], version=version, by=agent, at=at)


# ------------------------------------------------------------------------------------- the right


def test_without_a_session_the_coordination_writes_nothing(draft, agent):
    assert not can(agent, "dossier.edit", draft)
    assert not can(agent, "dossier.edit", read_one(agent, draft.pk))


def test_while_a_session_lasts_who_opened_it_writes_and_nobody_else(draft, agent, now):
    colleague = organisations.team_member("coordination", draft.edition.coordination)
    opened(draft, agent, now)
    for dossier in (draft, read_one(agent, draft.pk)):
        assert can(agent, "dossier.edit", dossier)
        assert can(agent, "document.upload", dossier)
    for dossier in (draft, read_one(colleague, draft.pk)):
        assert not can(colleague, "dossier.edit", dossier)


@pytest.mark.parametrize(
    "code", ["dossier.submit", "dossier.confirm_typed", "dossier.abandon", "partner.invite",
             "dossier.team_keep", "dossier.withdraw"]
)  # fmt: skip
def test_typing_never_files_confirms_nor_speaks_for_the_holder(draft, agent, now, code):
    opened(draft, agent, now)
    assert not can(agent, code, read_one(agent, draft.pk))


def test_a_session_whose_time_is_over_gives_nothing(draft, agent, now):
    opened(draft, agent, now - timedelta(hours=3))
    assert not can(agent, "dossier.edit", draft)
    assert not can(agent, "dossier.edit", read_one(agent, draft.pk))


def test_who_leaves_the_team_writes_no_more(draft, agent, now):
    opened(draft, agent, now)
    agent.teams.all().delete()
    assert not can(agent, "dossier.edit", draft)


def test_a_page_that_was_let_in_before_the_end_saves_nothing_after_it(draft, agent, now):
    session = opened(draft, agent, now)
    found = read_one(agent, draft.pk)
    typing.close_typing(session, by=agent, at=now, telling=typed_lines)
    change = AttributeChange(
        name="summary", value="Tard", before="", target=found.project, attribute="summary"
    )
    with pytest.raises(Refused, match="terminée"):
        save_changes(found, "project", [change], version=0, by=agent, at=now)
    draft.project.refresh_from_db()
    assert draft.project.summary == ""


def test_an_agent_who_is_also_of_the_structure_writes_for_oneself(draft, agent, now):
    draft.structure.memberships.create(user=agent, role="editor")
    session = opened(draft, agent, now)
    found = read_one(agent, draft.pk)
    typing.close_typing(session, by=agent, at=now, telling=typed_lines)
    change = AttributeChange(
        name="summary", value="Moi", before="", target=found.project, attribute="summary"
    )
    save_changes(found, "project", [change], version=0, by=agent, at=now)
    assert FieldChange.objects.get().typing is None


# ----------------------------------------------------------------------------------- the session


def test_a_filed_dossier_is_not_typed_in(draft, agent, now):
    draft.state = "submitted"
    with pytest.raises(Refused):
        opened(draft, agent, now)


def test_a_second_session_waits_for_the_first(draft, agent, now):
    opened(draft, agent, now)
    with pytest.raises(Refused, match="déjà ouverte"):
        opened(draft, agent, now)
    assert TypingSession.objects.count() == 1


def test_a_session_whose_time_is_over_is_closed_by_the_next(draft, agent, now):
    first = opened(draft, agent, now - timedelta(hours=5))
    opened(draft, agent, now)
    first.refresh_from_db()
    assert (first.closed_at, first.closed_by) == (now, None)


def test_no_session_lasts_more_than_a_day(draft, agent, now):
    session = opened(draft, agent, now, ends_at=now + timedelta(days=30))
    assert session.ends_at == now + timedelta(hours=24)


def test_the_journal_keeps_the_consent_and_no_name(draft, agent, now):
    opened(draft, agent, now)
    entry = Entry.objects.about(draft).get(verb="dossier.typing_opened")
    assert entry.data["consent"] == "phone"
    assert FOR not in str(entry.data)


def test_the_paper_of_the_consent_is_checked_and_kept(draft, agent, now, settings):
    with pytest.raises(Refused):
        opened(draft, agent, now, upload=documents.upload("accord.pdf", b"pas un PDF"))
    assert not TypingSession.objects.exists()


def test_a_session_is_ended_once(draft, agent, now):
    session = opened(draft, agent, now)
    typing.close_typing(session, by=agent, at=now, telling=typed_lines)
    with pytest.raises(Refused):
        typing.close_typing(session, by=agent, at=now, telling=typed_lines)


# ------------------------------------------------------------------------------------- the trace


def test_each_change_says_for_whom_it_was_typed(draft, agent, now):
    session = opened(draft, agent, now)
    typed(draft, agent, "Un parcours à Terre Rouge", at=now)
    add_row(read_one(agent, draft.pk), "partners", by=agent, at=now)
    for change in FieldChange.objects.all():
        assert change.typing == session
        assert change.author == "Camille Roux, saisi par la coordination pour Nadia Sarrazin"


def test_what_the_holder_writes_meanwhile_is_the_holder_s(draft, agent, now):
    opened(draft, agent, now)
    typed(draft, draft.holder, "Mes mots", at=now)
    change = FieldChange.objects.get()
    assert (change.typing, change.signature) == (None, "")


def test_the_list_says_each_field_from_first_to_last_and_not_what_came_back(draft, agent, now):
    session = opened(draft, agent, now)
    for text in ("Un", "Deux"):
        typed(draft, agent, text, at=now)
    typed(draft, agent, "Essai", name="diagnosis", at=now)
    typed(draft, agent, "", name="diagnosis", at=now)
    (entry,) = typed_in(session)
    assert (entry.oldest.before, entry.change.after) == ("", "Deux")
    assert typed_lines(session) == ["La note d’intention, Résumé\u00a0: «\u00a0Deux\u00a0»"]


def test_a_long_text_is_cut_in_the_mail_and_an_erased_one_is_said(draft, agent, now):
    draft.project.diagnosis = "Un diagnostic"
    draft.project.save()
    session = opened(draft, agent, now)
    typed(draft, agent, "mot " * 1000, at=now)
    typed(draft, agent, "", name="diagnosis", at=now)
    add_row(read_one(agent, draft.pk), "partners", by=agent, at=now)
    lines = typed_lines(session)
    assert any(line.endswith("effacé") for line in lines)
    assert any("a ajouté un partenaire" in line for line in lines)
    assert max(map(len, lines)) < 400


def test_the_holder_is_told_once_with_the_list(draft, agent, now):
    session = opened(draft, agent, now)
    typed(draft, agent, "Un parcours à Terre Rouge", at=now)
    typing.close_typing(session, by=agent, at=now, telling=typed_lines)
    letter = OutboxMessage.objects.get(to=draft.holder.email)
    assert "Un parcours à Terre Rouge" in letter.text
    assert reverse("dossiers:typings", args=[draft.pk]) in letter.text


def test_nothing_typed_nobody_told(draft, agent, now):
    session = opened(draft, agent, now)
    typing.close_typing(session, by=agent, at=now, telling=typed_lines)
    assert not OutboxMessage.objects.exists()


def test_the_clock_ends_what_nobody_ended_and_tells_once(draft, agent, now):
    early = now - timedelta(hours=5)
    session = opened(draft, agent, early)
    typed(draft, agent, "Un", at=early)
    assert typing.close_lapsed(at=now, telling=typed_lines) == 1
    assert typing.close_lapsed(at=now, telling=typed_lines) == 0
    assert not typing._close_lapsed(session, at=now, telling=typed_lines)
    tasks.end_typing.call()
    assert OutboxMessage.objects.count() == 1


# ------------------------------------------------------------------------------ the holder's word


@pytest.fixture
def ready(edition):
    return factory.complete_dossier(edition)


def test_filing_waits_for_the_holder_s_word(ready, agent, now):
    opened(ready, agent, now)
    submit_dossier(ready, by=ready.holder, at=now)  # nothing was typed
    Dossier.objects.filter(pk=ready.pk).update(state="withdrawn")
    typed(ready, agent, "Écrit pour elle", at=now)
    with pytest.raises(Refused, match="saisi des informations pour Nadia Sarrazin"):
        submit_dossier(ready, by=ready.holder, at=now)
    ready.refresh_from_db()
    assert ready.state == "withdrawn"


def test_once_confirmed_the_dossier_can_be_filed(ready, agent, now):
    opened(ready, agent, now)
    typed(ready, agent, "Écrit pour elle", at=now)
    last = FieldChange.objects.first().pk
    assert typing.confirm_typed(ready, seen=last, by=ready.holder, at=now) == 1
    session = TypingSession.objects.get()
    assert (session.confirmed_by, session.closed_at) == (ready.holder, now)
    assert submit_dossier(ready, by=ready.holder, at=now)


def test_every_session_is_to_be_confirmed(ready, agent, now):
    for rank in range(2):
        session = opened(ready, agent, now)
        typed(ready, agent, f"Écrit {rank}", at=now)
        typing.close_typing(session, by=agent, at=now, telling=typed_lines)
    assert typing.confirm_typed(ready, seen=10**9, by=ready.holder, at=now) == 2
    with pytest.raises(Refused):
        typing.confirm_typed(ready, seen=10**9, by=ready.holder, at=now)


def test_what_came_after_the_page_was_read_is_not_confirmed(ready, agent, now):
    opened(ready, agent, now)
    typed(ready, agent, "Un", at=now)
    seen = FieldChange.objects.first().pk
    typed(ready, agent, "Deux", at=now)
    with pytest.raises(Refused, match="encore écrit"):
        typing.confirm_typed(ready, seen=seen, by=ready.holder, at=now)
    assert TypingSession.objects.get().confirmed_at is None


@pytest.mark.parametrize(
    ("role", "may"), [("representative", True), ("editor", False), ("reader", False)]
)
def test_who_represents_the_structure_confirms(draft, role, may):
    user = person()
    draft.structure.memberships.create(user=user, role=role)
    assert can(user, "dossier.confirm_typed", draft) is may


# ------------------------------------------------------------------------------------ the screens

CONSENT = {"typed_for": FOR, "consent": "phone", "words": "Au téléphone", "until": "soir"}


def url(name, dossier, *more):
    return reverse(f"dossiers:{name}", args=[dossier.pk, *more])


def today(dossier):
    return timezone.localdate().isoformat()


def test_the_coordination_records_the_consent_then_writes(client, draft, agent):
    client.force_login(agent)
    answer = client.post(url("type_for", draft), CONSENT | {"consented_on": today(draft)})
    assert (answer.status_code, answer["Location"]) == (302, url("structure", draft))
    page = client.get(url("projet", draft)).text
    assert "Vous saisissez pour Nadia Sarrazin" in page
    assert "data-autosave" in page
    saved = client.post(
        url("projet", draft), {"_version": 0, "summary": "Dicté"}, headers={"X-Autosave": "1"}
    )
    assert saved.status_code == 200
    assert FieldChange.objects.get().author.endswith("pour Nadia Sarrazin")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("typed_for", ""),
        ("typed_for", "x" * 100_000),
        ("consent", "pigeon"),
        ("words", ""),
        ("words", "nul\x00"),
        ("consented_on", "hier"),
        ("consented_on", "2999-01-01"),
        ("until", "toujours"),
    ],
)
def test_bad_input_is_told_and_opens_nothing(client, draft, agent, field, value):
    client.force_login(agent)
    data = CONSENT | {"consented_on": today(draft), field: value}
    answer = client.post(url("type_for", draft), data)
    assert answer.status_code == 422
    assert not TypingSession.objects.exists()


def test_a_bad_paper_is_told_beside_its_field(client, draft, agent):
    client.force_login(agent)
    data = CONSENT | {"consented_on": today(draft), "paper": documents.upload("a.pdf", b"non")}
    answer = client.post(url("type_for", draft), data)
    assert answer.status_code == 422
    assert "erreur-paper" in answer.text


def test_a_closed_call_is_told(client, draft, agent):
    draft.edition.filing_before_at = timezone.now() - timedelta(days=1)
    draft.edition.save()
    client.force_login(agent)
    answer = client.post(url("type_for", draft), CONSENT | {"consented_on": today(draft)})
    assert answer.status_code == 422


def test_the_end_is_one_click_and_a_second_one_harms_nothing(client, draft, agent, now):
    opened(draft, agent, now)
    client.force_login(agent)
    for _ in range(2):
        assert client.post(url("type_for_end", draft)).status_code == 302
    assert TypingSession.objects.get().closed_by == agent


def test_the_end_that_lost_the_race_is_told(client, draft, agent, now, monkeypatch):
    session = opened(draft, agent, now)
    typing.close_typing(session, by=agent, at=now, telling=typed_lines)
    monkeypatch.setattr("passeurs.dossiers.views.typing.open_session", lambda *_, **__: session)
    client.force_login(agent)
    assert client.post(url("type_for_end", draft)).status_code == 302


def test_the_holder_reads_and_confirms(client, ready, agent, now):
    opened(ready, agent, now)
    typed(ready, agent, "Écrit pour elle", at=now)
    client.force_login(ready.holder)
    assert "La coordination a saisi" in client.get(url("projet", ready)).text
    assert "confirmez d’abord" in client.get(url("review", ready)).text
    page = client.get(url("typings", ready)).text
    assert "Écrit pour elle" in page
    assert client.post(url("typing_confirm", ready)).status_code == 422
    seen = {"read": "on", "seen": FieldChange.objects.first().pk}
    assert client.post(url("typing_confirm", ready), seen).status_code == 302
    assert TypingSession.objects.get().confirmed_by == ready.holder
    assert client.post(url("typing_confirm", ready), seen).status_code == 302
    assert "Relu et confirmé par" in client.get(url("typings", ready)).text


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 50])
def test_a_forged_page_confirms_nothing(client, ready, agent, now, seen):
    opened(ready, agent, now)
    typed(ready, agent, "Écrit pour elle", at=now)
    client.force_login(ready.holder)
    client.post(url("typing_confirm", ready), {"read": "on", "seen": seen})
    assert TypingSession.objects.get().confirmed_at is None


def test_the_paper_is_given_to_the_team_and_to_nobody_else(client, draft, agent, now):
    session = opened(draft, agent, now)
    client.force_login(draft.holder)
    assert client.get(url("typing_paper", draft, session.pk)).status_code == 404
    session.paper = documents.stored_file()
    session.save()
    assert client.get(url("typing_paper", draft, session.pk)).status_code == 200
    client.force_login(person())
    assert client.get(url("typing_paper", draft, session.pk)).status_code == 404


def test_the_holder_s_colleagues_see_who_types_and_for_whom(client, draft, agent, now):
    opened(draft, agent, now)
    client.force_login(agent)
    assert client.post(url("presence", draft), {"section": "project"}).status_code == 200
    client.force_login(draft.holder)
    told = client.post(url("presence", draft), {"section": "project"}).json()
    assert told["people"][0]["name"] == "Camille Roux, pour Nadia Sarrazin,"


def test_the_history_bears_the_mention(client, draft, agent, now):
    opened(draft, agent, now)
    typed(draft, agent, "Dicté", at=now)
    client.force_login(draft.holder)
    assert "saisi par la coordination pour Nadia Sarrazin" in client.get(url("history", draft)).text


def test_the_structure_s_screen_says_that_the_siret_is_missing(client, draft):
    draft.structure.siret = None
    draft.structure.save()
    client.force_login(draft.holder)
    assert "Le SIRET manque" in client.get(url("structure", draft)).text
