"""The permission table: refused by default, by role, by state."""

from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.core.management import call_command

from passeurs.core import access
from passeurs.core.permission_table import PERMISSIONS, ROLES

STATES = ("draft", "submitted", "withdrawn", "abandoned")
PRINTED = Path(__file__).parents[2] / "docs" / "permissions.md"


class Known:
    """Somebody signed in who, on the platform, holds these roles."""

    is_authenticated = True

    def __init__(self, *roles):
        self.roles_somewhere = set(roles)


class Thing:
    """What an object says of itself to the table."""

    def __init__(self, *roles, state=None):
        self.roles, self.access_state = set(roles), state

    def access_roles(self, _user):
        return self.roles


def test_a_code_that_is_not_in_the_table_is_an_error_and_never_an_answer():
    with pytest.raises(access.UnknownPermissionError):
        access.can(Known("coordination"), "dossier.destroy")


def test_a_permission_on_an_object_asks_for_the_object():
    with pytest.raises(TypeError):
        access.can(Known("holder_editor"), "dossier.edit")


def test_an_object_that_does_not_say_the_roles_on_it_is_refused_loudly():
    with pytest.raises(TypeError):
        access.can(Known("holder_editor"), "dossier.edit", object())


@pytest.mark.parametrize("line", PERMISSIONS, ids=lambda line: line.code)
def test_every_role_has_exactly_what_its_line_grants_in_each_state(line):
    for role in ROLES.keys() - {"anonymous", "signed_in"}:
        for state in STATES:
            granted = line.grants.get(role, frozenset())
            expected = granted is None or state in granted or "signed_in" in line.grants
            thing = Thing(role, state=state) if line.on else None
            assert access.can(Known(role), line.code, thing) is expected, (role, state)


@pytest.mark.parametrize("line", PERMISSIONS, ids=lambda line: line.code)
def test_somebody_signed_in_without_any_tie_has_only_what_everyone_signed_in_has(line):
    thing = Thing(state="draft") if line.on else None
    assert access.can(Known(), line.code, thing) is ("signed_in" in line.grants)


@pytest.mark.parametrize("line", PERMISSIONS, ids=lambda line: line.code)
def test_the_public_only_has_the_public_lines(line):
    thing = Thing("holder_representative", state="draft") if line.on else None
    assert access.can(AnonymousUser(), line.code, thing) is ("anonymous" in line.grants)


def test_a_role_held_elsewhere_counts_for_nothing_on_an_object():
    writer_elsewhere = Known("holder_representative")
    assert not access.can(writer_elsewhere, "dossier.read", Thing(state="draft"))


def test_a_filed_dossier_is_not_written_any_more():
    filed = Thing("holder_representative", state="submitted")
    with pytest.raises(PermissionDenied):
        access.require(Known(), "dossier.edit", filed)


def test_an_object_without_state_never_satisfies_a_line_bound_to_states():
    assert not access.can(Known(), "dossier.edit", Thing("holder_editor"))


def test_requiring_what_is_granted_says_nothing():
    assert access.require(Known(), "dossier.read", Thing("holder_reader", state="draft")) is None


def test_only_known_roles_and_known_objects_appear_in_the_table():
    assert {role for line in PERMISSIONS for role in line.grants} <= ROLES.keys()
    assert {line.on for line in PERMISSIONS} == {
        "",
        "structure",
        "dossier",
        "fiche",
        "salle",
        "édition",
        "séance",
        "scénario",
        "coordination",
        "rencontre",
        "adhésion",
    }


def test_no_code_stands_twice():
    codes = [line.code for line in PERMISSIONS]
    assert len(codes) == len(set(codes))


def test_the_printed_table_is_the_one_in_force(tmp_path):
    with (tmp_path / "permissions.md").open("w+", encoding="utf-8") as out:
        call_command("print_permissions", stdout=out)
        out.seek(0)
        assert out.read() == PRINTED.read_text(encoding="utf-8"), (
            "run: .venv/bin/python manage.py print_permissions > docs/permissions.md"
        )
