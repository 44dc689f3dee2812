"""Partners, people, actions and co-funders: added, moved, copied, removed, within their number."""

from datetime import timedelta

import pytest

from passeurs.core.refusals import Refused
from passeurs.dossiers.actions.rows import (
    MOST_ROWS,
    ROWS,
    SECTION_OF,
    add_row,
    duplicate_action,
    move_row,
    remove_row,
)
from passeurs.dossiers.models import Action, Attachment, Dossier, FieldChange, Partner
from tests.factories import dossiers as factory
from tests.factories import films

pytestmark = pytest.mark.django_db
FAMILIES = list(ROWS)


def titles(dossier):
    return [action.title for action in dossier.actions.all()]


def named(dossier, *names):
    return [dossier.actions.create(position=rank, title=name) for rank, name in enumerate(names, 1)]


def fill(dossier, family, count):
    model = ROWS[family]
    values = {"scope": "project", "side": "product", "code": "74com", "funder_kind": "commune"}
    more = values | {"amount": 1} if family == "funders" else {}
    model.objects.bulk_create(model(dossier=dossier, position=i, **more) for i in range(count))


@pytest.mark.parametrize("family", FAMILIES)
def test_a_row_is_added_at_the_end_and_raises_its_section(draft, at, family):
    first, second = (add_row(draft, family, by=draft.holder, at=at) for _ in range(2))
    assert second.position == first.position + 1
    section = draft.sections.get(code=SECTION_OF[family])
    assert (section.version, section.touched_by, section.touched_at) == (2, draft.holder, at)
    assert FieldChange.objects.filter(row=second.key, after="ajouté", version=2).exists()


@pytest.mark.parametrize("family", FAMILIES)
def test_past_sixty_rows_a_family_takes_no_more(draft, at, family):
    fill(draft, family, MOST_ROWS - 1)
    add_row(draft, family, by=draft.holder, at=at)
    with pytest.raises(Refused) as refusal:
        add_row(draft, family, by=draft.holder, at=at)
    assert str(MOST_ROWS) in refusal.value.reasons[0]
    assert ROWS[family].objects.filter(dossier=draft).count() == MOST_ROWS


def test_a_full_budget_leaves_room_for_its_co_funders(draft, at):
    fill(draft, "funders", 70)
    draft.budgetlines.update(scope="structure", funder_kind="")
    line = add_row(draft, "funders", by=draft.holder, at=at)
    assert (line.scope, line.funder_kind, line.amount) == ("project", "commune", 0)


def test_a_copy_is_one_row_more_like_any_other(draft, at):
    fill(draft, "actions", MOST_ROWS)
    with pytest.raises(Refused):
        duplicate_action(draft.actions.first(), by=draft.holder, at=at)
    assert draft.actions.count() == MOST_ROWS


def test_a_copy_stands_just_after_with_its_people_and_films(edition, draft, at):
    films.listed(edition, "Un film")
    first, _ = named(draft, "Un", "Deux")
    leader = draft.persons.create(name="Lila")
    first.practitioners.add(leader)
    first.films.create(listed_film=edition.listed_films.first())
    first.films.create(free_title="Hors liste")
    copy = duplicate_action(first, by=draft.holder, at=at)
    assert titles(draft) == ["Un", "Un (copie)", "Deux"]
    assert list(copy.practitioners.all()) == [leader]
    assert {(f.listed_film_id, f.free_title) for f in copy.films.all()} == {
        (f.listed_film_id, f.free_title) for f in first.films.all()
    }
    assert first.films.count() == 2


def test_the_copy_of_the_last_stands_last(draft, at):
    *_, last = named(draft, "Un", "Deux")
    duplicate_action(last, by=draft.holder, at=at)
    assert titles(draft) == ["Un", "Deux", "Deux (copie)"]


def test_the_copy_of_a_title_of_full_length_still_fits(draft, at):
    (action,) = named(draft, "x" * 200)
    assert len(duplicate_action(action, by=draft.holder, at=at).title) == 200


def test_a_row_moves_by_one_place_and_stops_at_the_ends(draft, at):
    first, *_, last = named(draft, "Un", "Deux", "Trois")
    move_row(first, "actions", -1, by=draft.holder, at=at)
    move_row(last, "actions", 1, by=draft.holder, at=at)
    assert (titles(draft), FieldChange.objects.count()) == (["Un", "Deux", "Trois"], 0)
    move_row(first, "actions", 1, by=draft.holder, at=at)
    assert titles(draft) == ["Deux", "Un", "Trois"]
    change = FieldChange.objects.get()
    assert (change.field, change.before, change.after) == ("position", "1", "2")


def test_a_removed_row_leaves_its_name_in_the_history(draft, at):
    (action,) = named(draft, "Atelier bruitage")
    partner = draft.partners.create(name="Cinéma Le Quercy")
    remove_row(action, "actions", by=draft.holder, at=at)
    remove_row(partner, "partners", by=draft.holder, at=at)
    gone = FieldChange.objects.filter(after="retiré").values_list("before", flat=True)
    assert set(gone) == {"Atelier bruitage", "Cinéma Le Quercy"}
    assert not Action.objects.exists()
    assert not Partner.objects.exists()


@pytest.mark.parametrize("family", ["people", "partners"])
def test_the_files_of_somebody_removed_leave_with_them_and_are_not_lost(draft, at, family):
    row = ROWS[family].objects.create(dossier=draft, name="Lila")
    of = {"people": "person", "partners": "partner"}[family]
    early = factory.attach(draft, "free", **{of: row})
    Attachment.objects.filter(pk=early.pk).update(removed_at=at - timedelta(days=1))
    factory.attach(draft, "free", **{of: row})
    remove_row(row, family, by=draft.holder, at=at)
    kept = Attachment.objects.order_by("pk")
    assert [one.removed_at for one in kept] == [at - timedelta(days=1), at]
    assert {getattr(one, of) for one in kept} == {None}


def _late(draft, at):
    return at + (draft.edition.filing_before_at - at) + timedelta(seconds=1)


@pytest.mark.parametrize("state", ["submitted", "abandoned"])
def test_no_row_changes_in_a_dossier_that_is_not_open(draft, at, state):
    first, _ = named(draft, "Un", "Deux")
    Dossier.objects.filter(pk=draft.pk).update(state=state)
    for verb in _verbs(draft, Action.objects.select_related("dossier").get(pk=first.pk), at):
        with pytest.raises(Refused):
            verb()
    assert (titles(draft), FieldChange.objects.count()) == (["Un", "Deux"], 0)


def test_no_row_changes_after_the_closing(draft, at):
    first, _ = named(draft, "Un", "Deux")
    for verb in _verbs(draft, first, _late(draft, at)):
        with pytest.raises(Refused):
            verb()
    assert (titles(draft), FieldChange.objects.count()) == (["Un", "Deux"], 0)


def _verbs(dossier, action, at):
    """The four verbs; the first sees a dossier read before it changed state."""
    by = dossier.holder
    return (
        lambda: add_row(dossier, "actions", by=by, at=at),
        lambda: remove_row(action, "actions", by=by, at=at),
        lambda: duplicate_action(action, by=by, at=at),
        lambda: move_row(action, "actions", 1, by=by, at=at),
    )
