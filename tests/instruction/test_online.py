"""The ministry's online form: its order, its answers, what they lack, and where one stands there."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from passeurs.core.refusals import Refused
from passeurs.instruction import online
from passeurs.instruction.actions.online import is_safe, keep_online_form
from passeurs.instruction.models import OnlineForm
from passeurs.instruction.queries.online import answers_of
from tests.factories import pdf
from tests.instruction.conftest import anew

pytestmark = pytest.mark.django_db

# The order of the public dossier of the ministry's form (domain, section 3), a few fields of each.
ORDER = (
    "Votre région d’intervention",
    "Domaine(s) culturel(s) et artistique(s)",
    "Vous êtes",
    "Avez-vous été subventionné(e)",
    "Objet de la subvention",
    "Avez-vous sollicité un autre financeur public",
    "Licence d’entrepreneur",
    "Adresse de correspondance",
    "Représentant légal, prénom",
    "Personne chargée du suivi, prénom",
    "Intitulé",
    "Objectifs",
    "Description",
    "Informations complémentaires sur les bénéficiaires",
    "Échelle de territoire",
    "Département(s)",
    "Commune(s)",
    "Votre projet se déroule-t-il en quartier prioritaire",
    "Informations complémentaires sur le territoire",
    "Indicateurs et méthodes d’évaluation",
    "Date de début",
    "Date de fin",
    "Documents complémentaires",
    "Précisions",
    "Moyens humains",
    "Montant demandé",
    "Montant total du budget prévisionnel",
    "Relevé d’identité bancaire",
    "Compte rendu de l’action subventionnée",
)


def answer(dossier, code):
    found = {one.code: one for part in answers_of(anew(dossier)) for one in part["answers"]}
    return found[code]


def test_the_fields_come_in_the_form_s_order(filed):
    labels = [one.label for part in answers_of(filed) for one in part["answers"]]
    places = [next(i for i, label in enumerate(labels) if label.startswith(w)) for w in ORDER]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("region", "Occitanie"),
        ("intitule", "Lumières de Terre Rouge"),
        ("qpv", "Oui"),
        ("demande", "4\u202f800\u00a0€"),
        ("total", "9\u202f480\u00a0€"),
        ("debut_le", "10\u00a0février\u00a02027"),
        ("signataire", "Nadia Sarrazin, Présidente"),
    ],
)
def test_an_answer_is_read_from_the_dossier(filed, code, expected):
    assert answer(filed, code).value == expected


def test_the_other_public_funders_are_named(filed):
    assert answer(filed, "autres").value.startswith("Oui")
    assert "Ville de Cahors" in answer(filed, "autres").value
    filed.budgetlines.filter(funder_kind="commune").update(funder_kind="own")
    assert answer(filed, "autres").value == "Non"


def test_a_dossier_with_nothing_says_nothing(filed):
    filed.actions.all().delete()
    filed.persons.all().delete()
    filed.budgetlines.all().delete()
    for code in ("qpv", "moyens", "total", "communes", "departements"):
        assert answer(filed, code).is_missing, code


def test_an_action_outside_any_quarter_answers_no(filed):
    filed.actions.update(findings={})
    assert answer(filed, "qpv").value == "Non"


def test_the_hours_of_the_people_are_summed(filed):
    filed.actions.update(hours="2.50")
    assert "7,50" in answer(filed, "moyens").value


def test_a_length_that_is_known_is_told():
    short = online.Answer("a", "A", "trop long", limit=3)
    assert (short.is_long, short.length) == (True, 9)
    assert not replace(short, limit=None).is_long


def test_what_is_missing_is_told(filed):
    missing = {one.code for one in online.missing(answers_of(filed))}
    assert {"licence", "echelle", "rib"} <= missing
    assert "intitule" not in missing


# ---------------------------------------------------------------------------- where one stands


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://demarche.numerique.gouv.fr/dossiers/123", True),
        ("http://demarche.numerique.gouv.fr/dossiers/123", False),
        ("javascript:alert(1)", False),
        ("https://moi:secret@exemple.fr/", False),
        ("https://127.0.0.1/", False),
        ("https://exemple.fr:8443/", False),
        ("https://localhost/", False),
        ("https://[::1", False),
        ("//exemple.fr", False),
    ],
)
def test_only_a_plain_https_address_is_kept(url, expected):
    assert is_safe(url) is expected


def keep(dossier, agent, at, **told):
    given = {"number": "", "url": "", "sent_on": None} | told
    return keep_online_form(dossier, **given, by=agent, at=at)


def test_the_number_the_address_and_the_day_are_kept(filed, agent, at):
    keep(filed, agent, at, number=" 12 345 ", url="https://exemple.fr/1", sent_on=at.date())
    kept = keep(filed, agent, at, number="12 346")
    assert (OnlineForm.objects.count(), kept.number, kept.url) == (1, "12 346", "")


@pytest.mark.parametrize("told", [{"url": "ftp://exemple.fr"}, {"sent_on": "tomorrow"}], ids=str)
def test_what_cannot_be_is_refused(filed, agent, at, told):
    if "sent_on" in told:
        told = {"sent_on": at.date() + timedelta(days=2)}
    with pytest.raises(Refused):
        keep(filed, agent, at, **told)


# -------------------------------------------------------------------------------------- screen


def url(dossier, name="online", *more):
    return reverse(f"instruction:{name}", args=[dossier.pk, *more])


def test_the_screen_offers_each_field_to_be_copied(client, filed, agent):
    client.force_login(agent)
    page = client.get(url(filed)).text
    buttons = re.findall(r'data-copy="(\w+)"', page)
    assert "intitule" in buttons
    assert len(buttons) == len(set(buttons))
    assert "À répondre en ligne" in page


def test_the_number_is_kept_from_the_screen(client, filed, agent):
    client.force_login(agent)
    for sent in (
        {"url": "javascript:alert(1)"},
        {"url": "https://" + "x" * 100_000},
        {"sent_on": "hier"},
        {"number": "1" * 41},
    ):
        assert client.post(url(filed, "online_keep"), sent).status_code == 422
    client.post(url(filed, "online_keep"), {"number": "123", "url": "https://exemple.fr/d/123"})
    page = client.get(url(filed)).text
    assert 'href="https://exemple.fr/d/123"' in page


def test_the_form_is_taken_away_as_text_and_as_pdf(client, filed, agent):
    client.force_login(agent)
    text = client.get(url(filed, "online_file", "txt"))
    assert "LUMIÈRES" not in text.text
    assert "Intitulé\nLumières de Terre Rouge" in text.text
    printed = b"".join(client.get(url(filed, "online_file", "pdf")).streaming_content)
    assert "Lumières de Terre Rouge" in " ".join(pdf.text_of(printed).split())
    assert client.get(url(filed, "online_file", "doc")).status_code == 404
