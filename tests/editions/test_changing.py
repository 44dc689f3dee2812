"""Saving a part: drafts at once, open editions after a reading, two people never one over another."""

import pytest

from passeurs.calls.actions import Overtaken, save_edition_document
from passeurs.calls.models import Edition
from passeurs.core.refusals import Refused
from passeurs.dossiers.models import Dossier
from passeurs.editions import reading
from passeurs.editions.actions import changing
from passeurs.editions.enums import ChangeState
from passeurs.editions.models import Change
from passeurs.editions.views import finding
from passeurs.journal.models import Entry
from tests.editions.hands import Hands, shown
from tests.factories import calls
from tests.factories import dossiers as factory

pytestmark = pytest.mark.django_db
HOME = "/bureau/editions/"
AT = factory.AT


def money(client, edition):
    return Hands(client, edition.slug).at("part", "aide")


def ceiling(edition):
    return Edition.objects.get(pk=edition.pk).document()["money"]["ceiling"]


def test_a_draft_changes_at_once_and_counts_its_changes(client, agent, draft):
    Hands(client, draft.slug).write("aide", ceiling="7 000")
    fresh = Edition.objects.get(pk=draft.pk)
    assert (fresh.document()["money"]["ceiling"], fresh.version) == ("7000.00", 2)


def test_what_somebody_saved_in_between_is_not_written_over(client, agent, draft):
    """The page of the second answers 409 and keeps what was typed; sent again it is laid on top."""
    form = client.get(money(client, draft)).context["form"]
    Hands(client, draft.slug).write("parcours", min_actions=5)
    late = client.post(money(client, draft), {**shown(form), "ceiling": "7 000"})
    assert late.status_code == 409
    assert "a changé depuis" in late.content.decode()
    assert "7 000" in late.content.decode()
    assert ceiling(draft) == "5000.00"
    again = client.post(money(client, draft), {**shown(late.context["form"]), "ceiling": "7 000"})
    assert again.status_code == 302
    document = Edition.objects.get(pk=draft.pk).document()
    assert (document["money"]["ceiling"], document["pathway"]["min_actions"]) == ("7000.00", 5)


@pytest.mark.parametrize(
    "said",
    [
        {"ceiling": "beaucoup"},
        {"ceiling": "9" * 40},
        {"ceiling": "-1"},
        {"floor": "8000", "ceiling": "10"},
        {"share": "101"},
        {"share": "\x00"},
        {"ceiling_scope": "🎬"},
        {"version": ""},
        {"version": "x" * 100_000},
    ],
    ids=str,
)
def test_a_wrong_answer_is_shown_again_and_writes_nothing(client, agent, draft, said):
    said = {key: str(value) for key, value in said.items()}
    response = Hands(client, draft.slug).send(money(client, draft), said)
    assert response.status_code == 422
    assert ceiling(draft) == "5000.00"


def test_a_change_to_an_open_edition_says_which_answers_it_changes_before(client, agent, edition):
    poor = factory.complete_dossier(edition, request="4000.00")
    factory.complete_dossier(edition, request="2000.00", title="Petit")
    response = Hands(client, edition.slug).write("aide", ceiling="3 000", share="")
    assert ceiling(edition) == "5000.00"
    page = client.get(response.url)
    change = page.context["change"]
    assert [one["reference"] for one in change.found if not one["is_fileable"]] == [poor.reference]
    text = page.content.decode()
    assert poor.reference in text
    assert "Ne pourrait plus être déposé" in text
    silent = client.post(response.url, {"reason": "  "})
    assert (silent.status_code, ceiling(edition)) == (422, "5000.00")
    client.post(response.url, {"reason": "Enveloppe réduite"})
    assert ceiling(edition) == "3000.00"
    assert Entry.objects.get(verb="edition.changed").reason == "Enveloppe réduite"
    assert client.get(response.url).status_code == 200
    assert client.post(response.url, {"reason": "encore"}).status_code == 422


def test_filed_dossiers_are_told_too_and_keep_what_they_were_filed_under(client, agent, edition):
    made = factory.complete_dossier(edition)
    Dossier.objects.filter(pk=made.pk).update(state="submitted", submitted_at=AT)
    response = Hands(client, edition.slug).write("parcours", min_actions=9)
    found = Change.objects.get().found
    assert [one["state"] for one in found] == ["Reçu, à vérifier"]
    assert "garde l’appel tel qu’il était" in client.get(response.url).content.decode()


def test_a_change_that_touches_nobody_says_so(client, agent, edition):
    factory.complete_dossier(edition)
    response = Hands(client, edition.slug).write("textes", text_lead="Autrement dit.")
    assert "Aucun dossier ne change de réponse" in client.get(response.url).content.decode()


def test_an_open_edition_never_stops_holding_together(client, agent, edition):
    said = {"filing_before_on": "01/01/2020"}
    response = Hands(client, edition.slug).send(
        Hands(client, edition.slug).at("part", "dates"), said
    )
    assert response.status_code == 422
    assert not Change.objects.exists()


def test_a_reading_that_was_overtaken_is_not_applied(client, agent, edition):
    response = Hands(client, edition.slug).write("aide", ceiling="3 000")
    other = {**edition.document(), "title": "Autre titre"}
    save_edition_document(edition, other, by=None, at=AT)
    late = client.post(response.url, {"reason": "Trop tard"})
    assert late.status_code == 409
    assert ceiling(edition) == "5000.00"


def test_a_second_change_replaces_ones_first_and_one_may_give_it_up(client, agent, edition):
    first = Hands(client, edition.slug).write("aide", ceiling="3 000")
    second = Hands(client, edition.slug).write("aide", ceiling="2 000")
    assert "abandonnée" in client.get(first.url).content.decode()
    client.post(f"{second.url}renoncer/")
    assert ceiling(edition) == "5000.00"
    assert set(Change.objects.values_list("state", flat=True)) == {ChangeState.DROPPED}


def test_many_dossiers_are_read_in_the_background(
    client, agent, edition, monkeypatch, django_capture_on_commit_callbacks
):
    factory.complete_dossier(edition, request="4000.00")
    monkeypatch.setattr(finding, "AT_ONCE", 0)
    told = []
    monkeypatch.setattr(type(reading.read), "enqueue", lambda task, pk: told.append(pk))
    response = Hands(client, edition.slug).write("aide", ceiling="3 000")
    page = client.get(response.url).content.decode()
    assert "Les dossiers se relisent" in page
    reading.read.func(told[0])
    assert "1 dossier recevrait" in client.get(response.url).content.decode().replace("\u00a0", " ")
    reading.read.func(told[0])


def test_a_reading_that_fails_says_so(client, agent, edition, monkeypatch):
    change = changing.ask_for_change(
        edition, edition.document(), part="Les dates", version=1, by=agent, at=AT
    )

    def broken(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(reading, "read_change", broken)
    reading.read.func(str(change.pk))
    reading.read.func("00000000-0000-4000-8000-000000000000")
    page = client.get(f"{HOME}{edition.slug}/modifications/{change.pk}/").content.decode()
    assert "n’a pas abouti" in page


def test_asking_upon_a_version_gone_by_is_refused(agent, edition):
    asked = {"part": "x", "by": agent, "at": AT}
    with pytest.raises(Overtaken):
        changing.ask_for_change(edition, edition.document(), version=7, **asked)
    change = changing.ask_for_change(edition, edition.document(), version=1, **asked)
    with pytest.raises(Refused, match="pourquoi"):
        changing.apply_change(change, reason=" ", by=agent, at=AT)


def test_a_reading_without_any_dossier_finds_nothing(client, agent, edition):
    change = changing.ask_for_change(
        edition, edition.document(), part="x", version=1, by=agent, at=AT
    )
    changing.read_change(change, at=AT)
    change.refresh_from_db()
    assert (change.state, change.found) == (ChangeState.READY, [])


@pytest.mark.parametrize("name", ["monter", "descendre", "retirer"])
def test_rows_move_and_leave_one_by_one(client, agent, draft, name):
    before = [row["code"] for row in draft.document()["objectives"]]
    expected = {
        "monter": [before[1], before[0], *before[2:]],
        "descendre": [before[0], before[2], before[1], *before[3:]],
        "retirer": [before[0], *before[2:]],
    }[name]
    assert Hands(client, draft.slug).move("objectifs", before[1], name).status_code == 302
    after = Edition.objects.get(pk=draft.pk).document()["objectives"]
    assert [row["code"] for row in after] == expected


def test_a_row_pressed_twice_or_stale_changes_nothing_more(client, agent, draft):
    hands = Hands(client, draft.slug)
    address = hands.at("row_move", "objectifs", "images", "retirer")
    assert client.post(address, {"version": 1}).status_code == 302
    assert client.post(address, {"version": 1}).status_code == 404
    stale = hands.at("row_move", "objectifs", "fun", "retirer")
    assert client.post(stale, {"version": 1}).status_code == 409
    assert client.post(stale, {}).status_code == 422
    codes = [row["code"] for row in Edition.objects.get(pk=draft.pk).document()["objectives"]]
    assert "fun" in codes


def test_a_row_keeps_its_code_when_its_words_change(client, agent, draft):
    Hands(client, draft.slug).amend("objectifs", "fun", label="Tout autrement")
    rows = Edition.objects.get(pk=draft.pk).document()["objectives"]
    assert {row["code"]: row["label"] for row in rows}["fun"] == "Tout autrement"


def test_two_rows_of_one_name_have_two_codes(client, agent, draft):
    for _ in range(2):
        Hands(client, draft.slug).add("engagements", label="🎬", text="")
    codes = [row["code"] for row in Edition.objects.get(pk=draft.pk).document()["commitments"]]
    assert codes[-2:] == ["ligne", "ligne_2"]


def test_texts_are_read_before_they_are_kept(client, agent, draft):
    hands = Hands(client, draft.slug)
    said = {"text_lead": "**Gras** et <script>alert(1)</script>"}
    form = client.get(hands.at("part", "textes")).context["form"]
    page = client.post(hands.at("part", "textes"), {**shown(form), **said, "apercu": "1"})
    text = page.content.decode()
    assert page.status_code == 200
    assert "<strong>Gras</strong>" in text
    assert "<script>alert" not in text
    assert Edition.objects.get(pk=draft.pk).version == 1


def test_every_date_moves_at_once(client, agent, draft):
    hands = Hands(client, draft.slug)
    assert client.post(hands.at("shift"), {"version": 1}).status_code == 422
    response = client.post(hands.at("shift"), {"version": 1, "years": "1", "days": "-1"})
    assert response.status_code == 302
    dates = Edition.objects.get(pk=draft.pk).document()["calendar"]
    assert dates["opening"] == "2024-08-31T00:00:00"
    assert dates["committee"] == "2024-12"


def test_dates_say_their_weekday_and_what_is_awkward(client, agent, draft):
    page = client.get(Hands(client, draft.slug).at("part", "dates")).content.decode()
    assert "Samedi 30 septembre 2023" in page.replace("\u00a0", " ")
    assert "fin de semaine" in page
    assert "Europe/Paris" in page


@pytest.mark.parametrize(
    "said",
    [
        {"filing_before_on": "31/02/2027"},
        {"filing_before_on": "13/2027"},
        {"filing_before_on": ""},
        {"filing_before_at": "25:00"},
        {"opening_on": "hier"},
    ],
    ids=str,
)
def test_a_date_that_does_not_exist_is_refused(client, agent, draft, said):
    hands = Hands(client, draft.slug)
    assert hands.send(hands.at("part", "dates"), said).status_code == 422


def test_an_edition_starts_once(client, agent, edition):
    hands = Hands(client)
    said = {"title": "Encore", "slug": edition.slug, "year": 2028, "source": ""}
    assert hands.send(f"{HOME}nouvelle/", said).status_code == 422
    said |= {"slug": "Pas une adresse !"}
    assert hands.send(f"{HOME}nouvelle/", said).status_code == 422
    assert Edition.objects.count() == 1


def test_another_regions_draft_is_no_source(client, agent):
    calls.coordination("ailleurs", name="Ailleurs")
    hidden = calls.edition("occitanie-2024", is_public=False, coordination="ailleurs")
    response = Hands(client).send(
        f"{HOME}nouvelle/",
        {"title": "x", "slug": "x-2028", "year": 2028, "source": hidden.pk},
    )
    assert response.status_code == 422
