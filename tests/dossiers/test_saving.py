"""Saving: field by field, never over a newer text, never after the closing."""

from datetime import timedelta

import pytest

from passeurs.core.refusals import Refused
from passeurs.dossiers.actions.filing import submit_dossier
from passeurs.dossiers.actions.saving import save_changes, settle
from passeurs.dossiers.changes import AttributeChange
from passeurs.dossiers.models import FieldChange, SetAside
from tests.factories.accounts import person

pytestmark = pytest.mark.django_db


def write(dossier, name, value, *, version, by=None, at, before=None):
    dossier.project.refresh_from_db()
    before = getattr(dossier.project, name) if before is None else before
    change = AttributeChange(
        name=name, value=value, before=before, target=dossier.project, attribute=name
    )
    return save_changes(
        dossier, "project", [change], version=version, by=by or dossier.holder, at=at
    )


def test_a_save_raises_the_section_s_version_by_one(draft, at):
    assert write(draft, "summary", "Un", version=0, at=at).version == 1
    assert write(draft, "summary", "Deux", version=1, at=at).version == 2


def test_saving_the_same_text_changes_nothing(draft, at):
    write(draft, "summary", "Un", version=0, at=at)
    assert write(draft, "summary", "Un", version=1, at=at).version == 1
    assert FieldChange.objects.count() == 1


def test_the_history_keeps_who_before_and_after(draft, at):
    write(draft, "summary", "Un", version=0, at=at)
    write(draft, "summary", "Deux", version=1, at=at)
    last = FieldChange.objects.first()
    assert (last.before, last.after, last.by, last.at) == ("Un", "Deux", draft.holder, at)


def test_a_stale_page_may_still_write_a_field_nobody_touched(draft, at):
    write(draft, "summary", "Un", version=0, at=at)
    saved = write(draft, "diagnosis", "Ici", version=0, at=at)
    assert (saved.names, saved.conflicts) == (["diagnosis"], {})


def test_a_newer_text_is_never_overwritten_and_both_are_kept(draft, at):
    colleague = person("Jules", "Amat")
    write(draft, "summary", "Le sien", version=0, by=colleague, at=at)
    saved = write(draft, "summary", "Le mien", version=0, at=at, before="")
    draft.project.refresh_from_db()
    assert draft.project.summary == "Le sien"
    assert SetAside.objects.get().text == "Le mien"
    conflict = saved.conflicts["summary"]
    assert (conflict.theirs, conflict.mine, conflict.by) == ("Le sien", "Le mien", "Jules Amat")


def test_the_same_words_written_twice_are_no_conflict(draft, at):
    write(draft, "summary", "Pareil", version=0, by=person(), at=at)
    assert write(draft, "summary", "Pareil", version=0, at=at, before="").conflicts == {}


def test_a_settled_text_is_no_longer_waiting(draft, at):
    write(draft, "summary", "Le sien", version=0, by=person(), at=at)
    write(draft, "summary", "Le mien", version=0, at=at, before="")
    settle(SetAside.objects.get(), at=at)
    assert not SetAside.objects.filter(settled_at=None).exists()


def test_nothing_is_written_once_the_dossier_is_filed(ready, at):
    submit_dossier(ready, by=ready.holder, at=at)
    with pytest.raises(Refused):
        write(ready, "summary", "Trop tard", version=0, at=at)


def test_nothing_is_written_after_the_last_second(draft, edition):
    last = edition.filing_before_at
    assert write(draft, "summary", "À temps", version=0, at=last).names == ["summary"]
    with pytest.raises(Refused):
        write(draft, "summary", "Trop tard", version=1, at=last + timedelta(seconds=1))
