"""The doors of the instruction: each opens to whom the table says; the others write nothing."""

import pytest
from django.apps import apps
from django.urls import reverse

from passeurs.dossiers.enums import State
from passeurs.dossiers.models import Dossier
from passeurs.instruction.doors import DOORS
from passeurs.instruction.models import Sheet, SheetAside
from tests.dossiers.test_visibility import _knock, granted, people, signed_in

pytestmark = pytest.mark.django_db
READ, WRITE, BOTH = ("GET",), ("POST",), ("GET", "POST")
METHODS = {
    "admission": READ,
    "piece": WRITE,
    "report": WRITE,
    "admit": WRITE,
    "refuse": WRITE,
    "reopen": WRITE,
    "sheet": BOTH,
    "sheet_history": READ,
    "sheet_settle": WRITE,
    "sheet_change": WRITE,
    "online": READ,
    "online_keep": WRITE,
    "online_file": READ,
}
MORE = {"piece": ["free"], "sheet_change": ["ecrite"], "online_file": ["txt"]}


def test_every_door_is_tried():
    assert {f"instruction:{name}" for name in METHODS} | {"instruction:opinions"} == set(DOORS)


def expected(code, role, state):
    if not granted("dossier.read", role, state):
        return 404
    return "open" if granted(code, role, state) else 403


def fingerprint():
    return {
        model: sorted(map(str, model.objects.values_list()))
        for app in ("dossiers", "instruction", "journal", "notifications")
        for model in apps.get_app_config(app).get_models()
    }


@pytest.fixture
def sheeted(filed, agent, at):
    sheet = Sheet.objects.create(dossier=filed)
    filed.aside = SheetAside.objects.create(
        sheet=sheet, field="doubts", text="Un autre", by=agent, at=at
    )
    return filed


@pytest.mark.parametrize("state", State.values)
def test_each_door_opens_to_whom_the_table_says(sheeted, state):
    Dossier.objects.filter(pk=sheeted.pk).update(state=state)
    found, before, wrong = people(sheeted), None, {}
    before = fingerprint()
    for role, user in found.items():
        client = signed_in(user)
        for name, methods in METHODS.items():
            more = MORE.get(name, [sheeted.aside.pk] if name == "sheet_settle" else [])
            url = reverse(f"instruction:{name}", args=[sheeted.pk, *more])
            for method in methods:
                code = "sheet.write" if (name, method) == ("sheet", "POST") else None
                wanted = expected(code or DOORS[f"instruction:{name}"], role, state)
                status = _knock(client, method, url)
                if status != wanted and not (wanted == "open" and status not in {403, 404}):
                    wrong[f"{role}: {method} {name}"] = (status, wanted)
    assert wrong == {}
    assert fingerprint() == before
