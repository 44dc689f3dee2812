"""Reading dossiers for a sitting: marks kept as typed, given, told only to who may know them."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from passeurs.committee.actions import reading as acting
from passeurs.committee.actions.passages import put_on_order, rank_by_marks
from passeurs.committee.actions.seats import give_seat, invite_everyone
from passeurs.committee.actions.sittings import move_sitting
from passeurs.committee.models import Mark, Passage, Reading, Sitting
from passeurs.committee.queries.marks import progress_of
from passeurs.committee.queries.reading import marks_of, readable, shelf_of, told_to
from passeurs.committee.queries.scores import ranks_of
from passeurs.core.refusals import Refused
from passeurs.dossiers.models import Dossier, Snapshot
from passeurs.dossiers.queries.document import dump
from passeurs.journal.models import Entry
from tests.factories import organisations

from .conftest import admissible, away, mark, url

pytestmark = pytest.mark.django_db


def post(client, passage, user, data, *, script=False):
    client.force_login(user)
    headers = {"X-Autosave": "1"} if script else {}
    address = url("reading", passage.sitting_id, passage.pk)
    return client.post(address, {"_version": "0"} | data, headers=headers)


class TestWriting:
    def test_the_grid_is_that_of_the_edition_when_the_reading_opened(self, seated, edition):
        assert [row["code"] for row in seated.grid] == [
            row["code"] for row in edition.document()["grid"]
        ]

    def test_each_mark_saves_itself(self, client, one, expert):
        answer = post(client, one, expert, {"note-projet": "4"}, script=True)

        assert answer.status_code == 200
        assert answer.json()["saved"] == ["note-projet"]
        assert Mark.objects.get().value == 4

    def test_a_comment_and_an_opinion_too(self, client, one, expert):
        post(client, one, expert, {"mot-projet": "Fort.", "comment": "À soutenir."}, script=True)

        assert Mark.objects.get().comment == "Fort."
        assert Reading.objects.get().comment == "À soutenir."

    def test_giving_keeps_first_what_was_typed_and_not_saved_yet(self, client, one, expert):
        data = {"note-projet": "1", "mot-projet": "Trop tôt.", "note-publics": "9", "comment": ""}
        client.force_login(expert)

        answer = client.post(
            url("reading_act", one.sitting_id, one.pk, "rendre"), {"_version": "0"} | data
        )

        assert answer.status_code == 302
        assert Reading.objects.get().is_given
        assert Mark.objects.get(criterion="projet").comment == "Trop tôt."

    def test_giving_what_another_window_changed_shows_both_and_gives_nothing(
        self, client, one, expert
    ):
        post(client, one, expert, {"note-projet": "4", "mot-projet": "Ici"}, script=True)
        data = {"note-projet": "4", "mot-projet": "Là", "_base-mot-projet": "", "note-publics": "9"}

        answer = client.post(
            url("reading_act", one.sitting_id, one.pk, "rendre"), {"_version": "0"} | data
        )

        assert answer.status_code == 409
        assert not Reading.objects.get().is_given
        assert Mark.objects.get(criterion="projet").comment == "Ici"

    def test_an_autosave_says_how_far_the_reading_has_come(self, client, one, expert):
        first = post(client, one, expert, {"note-projet": "4"}, script=True).json()["row_meta"]
        last = post(client, one, expert, {"note-publics": "10"}, script=True).json()["row_meta"]

        assert "1 sur 2\u00a0critères notés" in first["avancee"]
        assert "sur 20" not in first["avancee"]
        assert "17,0" in last["avancee"]
        assert last["avancee-barre"].startswith("2 sur 2")

    def test_without_the_script_the_whole_grid_is_saved(self, client, one, expert):
        data = {"note-projet": "3", "mot-projet": "Bien", "note-publics": "9", "comment": "Oui"}

        answer = post(client, one, expert, data)

        assert answer.status_code == 302
        assert dict(Mark.objects.values_list("criterion", "value")) == {"projet": 3, "publics": 9}

    def test_a_mark_outside_the_scale_is_refused_and_the_rest_is_kept(self, client, one, expert):
        answer = post(client, one, expert, {"note-projet": "6", "note-publics": "9"}, script=True)

        assert answer.json()["errors"] == {"note-projet": ["Cette note n’est pas dans l’échelle."]}
        assert list(Mark.objects.values_list("criterion", flat=True)) == ["publics"]

    @pytest.mark.parametrize("script", [True, False])
    def test_another_window_is_never_overwritten(self, client, one, expert, script):
        post(client, one, expert, {"mot-projet": "Le premier texte"}, script=True)

        late = {"mot-projet": "Le second", "_base-mot-projet": ""}
        answer = post(client, one, expert, late, script=script)

        assert answer.status_code == 409
        assert Mark.objects.get().comment == "Le premier texte"
        told = answer.content.decode()
        assert "Le premier texte" in told
        assert "Le second" in told

    def test_a_mark_may_be_taken_away(self, client, one, expert):
        post(client, one, expert, {"note-projet": "4"}, script=True)
        post(client, one, expert, {"note-projet": "", "_base-note-projet": "4"}, script=True)

        assert Mark.objects.get().value is None

    def test_a_page_without_its_version_says_so(self, client, one, expert):
        answer = post(client, one, expert, {"_version": "x", "note-projet": "4"}, script=True)

        assert answer.status_code == 423

    @pytest.mark.parametrize("who", ["observer", "agent"])
    def test_who_has_no_voice_does_not_mark(self, client, one, request, who):
        answer = post(client, one, request.getfixturevalue(who), {"note-projet": "4"})

        assert answer.status_code == 403
        assert not Reading.objects.exists()

    def test_once_it_deliberates_nothing_is_marked_any_more(self, client, one, expert, agent, at):
        move_sitting(one.sitting, "deliberate", by=agent, at=at)

        assert post(client, one, expert, {"note-projet": "4"}).status_code == 403
        with pytest.raises(Refused, match="La lecture est close"):
            acting.save_reading(one, [], by=expert, at=at)


class TestGiving:
    def test_a_reading_lacking_a_mark_is_not_given_and_says_which(self, client, one, expert):
        post(client, one, expert, {"note-projet": "1"}, script=True)

        answer = client.post(url("reading_act", one.sitting_id, one.pk, "rendre"))

        assert answer.status_code == 422
        told = answer.content.decode()
        assert "Les publics" in told
        assert "demande un commentaire" in told
        assert Reading.objects.get().given_at is None

    def test_given_it_has_a_score_and_is_journaled_without_it(self, one, expert, at):
        mark(one, expert, at, projet=4, publics=10)

        assert Reading.objects.get().score == Decimal("0.85")
        told = Entry.objects.get(verb="sitting.reading_given")
        assert "0.85" not in str(told.data)

    def test_given_it_no_longer_changes_until_it_is_taken_back(self, client, one, expert, at):
        mark(one, expert, at, projet=4)

        assert post(client, one, expert, {"note-projet": "1"}, script=True).status_code == 423
        client.post(url("reading_act", one.sitting_id, one.pk, "reprendre"))
        assert Reading.objects.get().score is None
        assert post(client, one, expert, {"note-projet": "1"}, script=True).status_code == 200

    def test_giving_twice_gives_once(self, one, expert, at):
        mark(one, expert, at, projet=4)
        acting.give_reading(one, by=expert, at=at + timedelta(hours=1))

        assert Reading.objects.get().given_at == at
        assert Entry.objects.filter(verb="sitting.reading_given").count() == 1

    def test_without_a_grid_an_opinion_is_what_is_given(self, one, expert, at):
        Sitting.objects.update(grid=[])
        with pytest.raises(Refused, match="avis d’ensemble"):
            acting.give_reading(one, by=expert, at=at)

        Reading.objects.update_or_create(
            seat=one.sitting.seats.get(user=expert), passage=one, defaults={"comment": "Oui."}
        )
        assert acting.give_reading(one, by=expert, at=at).score is None


class TestWhoKnows:
    @pytest.fixture
    def given(self, one, drac, expert, at):
        mark(one, drac, at, projet=5, publics=10)
        mark(one, expert, at, projet=1, publics=0)
        return one

    def known(self, sitting, user):
        return {row.seat.user.first_name for row in told_to(user, sitting)}

    def put(self, sitting, **facts):
        Sitting.objects.filter(pk=sitting.pk).update(**facts)
        return Sitting.objects.select_related("edition").get(pk=sitting.pk)

    def test_alone_each_knows_their_own_until_it_deliberates(self, given, drac, expert, observer):
        sitting = self.put(given.sitting, marks_shown="alone")
        assert self.known(sitting, expert) == {"Inès"}
        assert self.known(sitting, observer) == set()

        sitting = self.put(sitting, state="deliberating")
        assert self.known(sitting, expert) == {"Inès", "Yves"}
        assert self.known(sitting, observer) == {"Inès", "Yves"}

    def test_others_are_known_once_one_gave_ones_own(self, given, expert, at):
        sitting = self.put(given.sitting, marks_shown="after_mine")
        assert self.known(sitting, expert) == {"Inès", "Yves"}

        given.sitting = sitting
        acting.take_reading_back(given, by=expert, at=at)
        assert self.known(sitting, expert) == set()

    def test_open_tells_all_that_were_given_and_nothing_of_the_others(
        self, given, one, two, drac, expert, at
    ):
        mark(two, drac, at, projet=5, given=False)
        sitting = self.put(given.sitting, marks_shown="open")

        assert self.known(sitting, expert) == {"Inès", "Yves"}
        assert told_to(expert, sitting).filter(passage=two).count() == 0

    @pytest.mark.parametrize(("sees", "names"), [(True, {"Inès", "Yves"}), (False, set())])
    def test_the_coordination_knows_if_the_sitting_says_so(self, given, agent, sees, names):
        sitting = self.put(given.sitting, do_keepers_see_marks=sees)

        assert self.known(sitting, agent) == names

    def test_who_is_kept_away_knows_nothing_and_counts_for_nothing(
        self, given, drac, expert, agent, at
    ):
        sitting = self.put(given.sitting, state="deliberating")
        away(given.dossier, expert, agent, at)

        assert self.known(sitting, expert) == set()
        assert self.known(sitting, drac) == {"Yves"}
        assert marks_of(sitting, drac) == {given.pk: Decimal(1)}

    def test_who_left_the_team_counts_no_more(self, given, drac, expert):
        sitting = self.put(given.sitting, state="deliberating")
        expert.teams.all().delete()

        assert self.known(sitting, drac) == {"Yves"}
        assert self.known(sitting, expert) == set()

    def test_a_suppleant_reads_for_a_titular_who_did_not(self, given, region, agent, drac, at):
        other = organisations.team_member("drac", region, first_name="Maud")
        titular = given.sitting.seats.get(user=drac)
        by = {"by": agent, "at": at}
        give_seat(given.sitting, other, body="DRAC", role="member", stands_in_for=titular, **by)
        invite_everyone(given.sitting, **by)
        mark(given, other, at, projet=0, publics=0)
        sitting = self.put(given.sitting, state="deliberating")

        assert marks_of(sitting, agent)[given.pk] == Decimal("0.575")  # 1 and 0.15
        acting.Reading.objects.filter(seat=titular).delete()
        assert marks_of(sitting, agent)[given.pk] == Decimal("0.075")  # 0 and 0.15

    def test_a_dossier_taken_back_by_its_holder_is_not_read(self, given, drac):
        Dossier.objects.filter(pk=given.dossier_id).update(state="withdrawn")

        assert given not in readable(given.sitting, drac)
        assert marks_of(self.put(given.sitting, state="deliberating"), drac) == {}


class TestScreens:
    def test_the_room_counts_what_is_left(self, client, one, two, expert, at):
        mark(one, expert, at, projet=3)
        shelf = shelf_of(one.sitting, expert)

        assert (shelf.tally, shelf.left) == ({"count": 2, "given": 1, "begun": 0}, 1)
        client.force_login(expert)
        told = client.get(url("room", one.sitting_id)).content.decode()
        assert "1\u00a0dossier à lire encore" in told
        left = client.get(url("room", one.sitting_id) + "?etat=a-lire").content.decode()
        assert two.dossier.project.title in left
        assert one.dossier.project.title not in left

    def test_the_room_is_shut_until_the_reading_opens(self, client, one, expert):
        Sitting.objects.update(state="preparing")
        client.force_login(expert)

        assert client.get(url("room", one.sitting_id)).status_code == 403

    def test_who_is_kept_away_meets_neither_the_dossier_nor_its_place(
        self, client, one, two, expert, agent, at
    ):
        away(one.dossier, expert, agent, at)
        client.force_login(expert)

        assert client.get(url("reading", one.sitting_id, one.pk)).status_code == 404
        told = client.get(url("room", one.sitting_id)).content.decode()
        assert one.dossier.project.title not in told
        page = client.get(url("reading", one.sitting_id, two.pk)).content.decode()
        assert "Dossier 1 sur 1" in page

    def test_a_page_leads_to_the_dossiers_on_either_side(self, client, one, two, drac):
        client.force_login(drac)

        page = client.get(url("reading", one.sitting_id, one.pk)).content.decode()

        assert "Dossier 1 sur 2" in page
        assert url("reading", one.sitting_id, two.pk) in page

    def test_the_desk_reads_figures_and_who_stands_apart(
        self, client, one, drac, expert, agent, at
    ):
        mark(one, drac, at, projet=5, publics=10)
        mark(one, expert, at, projet=1, publics=0)
        client.force_login(agent)

        told = client.get(url("marks", one.sitting_id)).content.decode()

        assert "Moyenne 11,5, médiane 11,5" in told
        assert "À discuter" in told
        assert "2 sur 2\u00a0lectures" in told

    def test_the_desk_knows_who_read_but_not_the_marks_where_it_may_not(
        self, client, one, drac, agent, at
    ):
        mark(one, drac, at, projet=5, publics=10)
        Sitting.objects.update(do_keepers_see_marks=False)
        client.force_login(agent)

        told = client.get(url("marks", one.sitting_id)).content.decode()

        assert "1 sur 2\u00a0lectures" in told
        assert "Moyenne" not in told

    def test_the_marks_are_taken_away_in_a_file(self, client, one, drac, agent, at):
        mark(one, drac, at, projet=5, publics=10)
        client.force_login(agent)

        answer = client.get(url("marks_export", one.sitting_id, "csv"))

        assert one.dossier.project.title in b"".join(answer).decode("utf-8-sig")
        assert client.get(url("marks_export", one.sitting_id, "doc")).status_code == 404

    def test_once_it_deliberates_the_screen_of_the_sitting_shows_them(
        self, client, one, drac, agent, at
    ):
        mark(one, drac, at, projet=5, publics=10)
        move_sitting(one.sitting, "deliberate", by=agent, at=at)
        client.force_login(agent)
        client.post(url("show", one.sitting_id, one.pk))

        told = client.get(url("session", one.sitting_id)).content.decode()

        assert "Moyenne" in told


class TestOrder:
    def test_the_best_marked_pass_first_and_those_without_a_mark_last(
        self, edition, one, two, drac, agent, at
    ):
        third = admissible(edition, "Sans note")
        put_on_order(one.sitting, [third], by=agent, at=at)
        mark(one, drac, at, projet=2)
        mark(two, drac, at, projet=5)

        rank_by_marks(one.sitting, by=agent, at=at)

        order = one.sitting.passages.order_by("rank").values_list("dossier", flat=True)
        assert list(order) == [two.dossier_id, one.dossier_id, third.pk]

    def test_without_a_mark_the_order_does_not_change(self, one, agent, at):
        with pytest.raises(Refused, match="ne porte de note"):
            rank_by_marks(one.sitting, by=agent, at=at)

    def test_marks_rank_the_scenarios_before_the_sheets_do(self, one, two, drac, agent, at):
        mark(two, drac, at, projet=5, publics=10)

        assert ranks_of(one.sitting, agent) == {two.pk: Decimal(1)}


class TestProgress:
    def test_each_reader_has_what_they_may_read_and_no_more(
        self, one, two, drac, expert, agent, at
    ):
        mark(one, drac, at, projet=3)
        away(two.dossier, expert, agent, at)

        told = {
            row.seat.user.first_name: (row.given, row.expected) for row in progress_of(one.sitting)
        }

        assert told == {"Yves": (1, 2), "Inès": (0, 1)}


def frozen(dossier, at):
    """The dossier as its filing would leave it."""
    Snapshot.objects.create(
        dossier=dossier,
        number=1,
        document=dump(dossier),
        edition_document=dossier.edition.document(),
        received_at=at,
        submitted_by=dossier.created_by,
        receipt_number="R1",
        verdicts=[],
        sha256="0" * 64,
    )


def more(edition, sitting, agent, at, count):
    rows = [admissible(edition, f"Dossier {n}") for n in range(count)]
    put_on_order(sitting, rows, by=agent, at=at)


def questions(client, address):
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


@pytest.mark.parametrize("many", [0, 3])
def test_the_screens_ask_as_much_of_one_dossier_as_of_many(  # noqa: PLR0917 - everybody there
    client, edition, one, expert, agent, drac, at, many
):
    more(edition, one.sitting, agent, at, many)
    for passage in Passage.objects.select_related("sitting__edition", "dossier"):
        mark(passage, drac, at, projet=3)
    frozen(one.dossier, at)
    client.force_login(expert)
    client.get(url("room", one.sitting_id))

    assert questions(client, url("room", one.sitting_id)) == 10
    assert questions(client, url("reading", one.sitting_id, one.pk)) == 15
    client.force_login(agent)
    assert questions(client, url("marks", one.sitting_id)) == 14
