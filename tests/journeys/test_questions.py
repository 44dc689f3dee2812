"""The coordination adds a question; the holder answers on a phone, files, and it is all over."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from passeurs.desk.exports import make
from passeurs.dossiers.actions.filing import submit_dossier
from passeurs.dossiers.models import Dossier
from passeurs.dossiers.queries.verdicts import verdicts_of
from tests.desk.test_exports import asked, read
from tests.factories import dossiers as factory
from tests.factories import organisations

pytestmark = pytest.mark.browser
LABEL = "Lettre d’intérêt de la collectivité : quelle date ?"
PHONE = 360


def test_a_question_is_added_answered_on_a_phone_filed_printed_and_exported(open_page, call):
    made = factory.complete_dossier(call)
    agent = organisations.team_member("coordination", call.coordination)
    add_the_question(open_page, agent, call)
    call.refresh_from_db()
    (row,) = [one for one in call.document()["questions"] if one["required"]]
    verdicts = verdicts_of(Dossier.objects.get(pk=made.pk), at=factory.AT)
    blocking = [one.rule for one in verdicts if one.is_blocking_now]
    assert blocking == ["questions.answered"]
    answer_on_a_phone(open_page, made)
    dossier = Dossier.objects.get(pk=made.pk)
    assert dossier.answers == {row["code"]: "2026-11-30"}
    snapshot = submit_dossier(dossier, by=made.holder, at=factory.AT)
    assert {"code": row["code"], "label": row["label"], "value": "2026-11-30"} in (
        snapshot.document["answers"]
    )
    export = asked(agent, code="csv", columns=["numero", f"question-{row['code']}"])
    make.call(str(export.pk))
    assert "30/11/2026" in read(export)[1][1] or "2026-11-30" in read(export)[1][1]


def add_the_question(open_page, agent, call):
    """Through the screens, then confirmed: the page says which dossiers it stops first."""
    page = open_page(f"/bureau/editions/{call.slug}/listes/questions/ajouter/", user=agent)
    page.get_by_label("Dans quelle section").select_option("partners")
    page.get_by_label("La question", exact=True).fill(LABEL)
    page.get_by_role("radio", name="une date", exact=True).check()
    page.get_by_label(re.compile("Obligatoire")).check()
    page.get_by_role("button", name="Voir ce que cela change").click()
    expect(page.get_by_text("Ne pourrait plus être déposé")).to_be_visible()
    page.get_by_label(re.compile("^(Pourquoi|Motif|Raison)")).fill("La DRAC la demande.")
    page.get_by_role("button", name="Modifier l’édition").click()
    expect(page.get_by_text("L’édition est modifiée")).to_be_visible()


def answer_on_a_phone(open_page, made):
    address = reverse("dossiers:partenaires", args=[made.pk])
    page = open_page(address, user=made.holder, width=PHONE)
    box = page.get_by_label(re.compile("^Lettre d’intérêt"))
    box.scroll_into_view_if_needed()
    box.fill("2026-11-30")
    box.blur()
    form = page.locator("form", has=box)
    expect(form.get_by_text(re.compile("^Enregistré à"))).to_be_visible()
    page.goto(page.url.replace("partenaires", "relecture"))
    expect(page.get_by_text(re.compile("Lettre d’intérêt")).first).to_be_visible()
    expect(page.get_by_text(re.compile(r"30\snovembre\s2026")).first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
