"""Five real calls, set up through the screens alone, then a dossier that the variation answers.

Facts of the regions: domain, section 1.1.
"""

from datetime import UTC, datetime

import pytest

from passeurs.calls.checker import check
from passeurs.calls.models import Edition
from passeurs.dossiers.models import Dossier
from passeurs.dossiers.queries.document import dump
from passeurs.eligibility.engine import evaluate, fileable
from tests.editions.hands import Hands
from tests.factories import calls, organisations
from tests.factories import dossiers as factory

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def source():
    """Last year's call of Occitanie, which every region may start from."""
    return calls.edition("occitanie-2024")


def region(client, slug, name):
    """Somebody of that region's coordination, who has entered."""
    owner = calls.coordination(slug, name=name, region_name=name)
    client.force_login(organisations.team_member("coordination", owner))
    return Hands(client)


def opened(hands):
    """Open the call by its screen, and read it as everyone will."""
    edition = Edition.objects.get(slug=hands.slug)
    found = [one.sentence for one in check(edition.document()) if one.level == "error"]
    assert not found
    assert hands.open().status_code == 302
    edition.refresh_from_db()
    assert edition.is_public
    assert hands.client.get(edition.get_absolute_url()).status_code == 200
    return edition


def complete(edition, **options):
    """A dossier that asks for nothing out of the ordinary, as it would be within the call."""
    return factory.complete_dossier(edition, **options)


def answers(made, *, at=None):
    edition = made.edition
    found = evaluate(
        dump(Dossier.objects.get(pk=made.pk)),
        edition.document(),
        at=at or edition.opens_at,
    )
    return {verdict.rule: verdict for verdict in found}


def blocked(made, **options):
    return {rule for rule, one in answers(made, **options).items() if one.is_blocking_now}


def test_occitanie_takes_last_years_call_and_moves_it(client, source):
    """The call itself: dates of the autumn, 5 000 € and 60 %, three functions, three actions."""
    hands = region(client, "la-trame", "Occitanie").new(
        source=source.pk, title="Passeurs d’images 2027", slug="occitanie-2027", year=2027
    )
    hands.write("dates", filing_before_on="30/10/2026", filing_before_at="23:59:59")
    hands.write("territoires", qpv_vintage=2024, rural_kind="FRR", rural_vintage=2025)
    edition = opened(hands)
    document = edition.document()
    assert document["calendar"]["opening"] == "2026-09-01T00:00:00"
    assert document["calendar"]["filing_before"] == "2026-10-30T23:59:59"
    assert document["money"]["share"] == "60.00"
    made = complete(edition, at=edition.opens_at)
    assert "budget.ceiling" not in blocked(made)
    made = complete(edition, request="5000.01", total="9480.00", at=edition.opens_at)
    assert "budget.ceiling" in blocked(made)


def test_paca_gives_2000_to_6000_euros_to_one_screening_and_one_workshop(client, source):
    hands = region(client, "institut-de-l-image", "Provence-Alpes-Côte d’Azur").new(
        source=source.pk, title="Passeurs d’images en PACA 2027", slug="paca-2027", year=2027
    )
    hands.write("aide", floor="2 000", ceiling="6 000", share="", cofunding_required="")
    hands.write("parcours", min_actions=2, natures_required=["voir", "faire"])
    hands.write(
        "dates",
        opening_on="02/11/2026",
        contact_before_on="08/01/2027",
        filing_before_on="15/01/2027",
        filing_before_at="23:59:59",
        committee_on="02/2027",
        results_on="03/2027",
        actions_from_on="01/04/2027",
        report_second_sending_on="",
        report_second_sending_at="",
    )
    edition = opened(hands)
    assert edition.document()["calendar"]["filing_before"] == "2027-01-15T23:59:59"
    assert edition.document()["money"]["floor"] == "2000.00"
    for request, refused in (("1999.99", "budget.floor"), ("6500.00", "budget.ceiling")):
        made = complete(edition, request=request, total="15000.00", at=edition.opens_at)
        assert refused in blocked(made), request
    fitting = complete(edition, request="6000.00", total="15000.00", at=edition.opens_at)
    fitting.actions.filter(position=2).delete()
    assert not {"budget.floor", "budget.ceiling", "pathway.min_actions"} & blocked(fitting)
    fitting.actions.filter(kind="own_films_screening").delete()
    assert {"pathway.min_actions", "pathway.see_and_do"} <= blocked(fitting)


def test_ile_de_france_asks_for_a_pair_and_for_a_letter_of_interest(client, source):
    hands = region(client, "acrif", "Île-de-France").new(
        source=source.pk, title="Passeurs d’images 2027", slug="ile-de-france-2027", year=2027
    )
    for code in ("audience", "screening", "funder", "other"):
        assert hands.move("fonctions", code, "retirer").status_code == 302
    hands.amend("fonctions", "cinema", label="acteur culturel", family="cultural")
    hands.add("fonctions", label="collectivité ou équipement", family="local_authority")
    pair = ["cinema", "collectivite_ou_equipement"]
    hands.write("partenaires", functions_required=pair, one_structure_two_functions="refused")
    hands.add(
        "pieces",
        label="Lettre d’intérêt de la collectivité",
        per="dossier",
        when="always",
        required="on",
    )
    edition = opened(hands)
    document = edition.document()
    assert document["partners"]["functions_required"] == pair
    made = complete(edition, at=edition.opens_at)
    made.holder_functions = ["cinema"]
    made.save()
    found = answers(made)
    assert found["partners.tripartite"].state == "not_met"
    assert "collectivité ou équipement" in found["partners.tripartite"].reason
    assert found["documents.complete"].is_blocking_now
    assert "Lettre d’intérêt" in found["documents.complete"].reason
    made.partners.filter(position=1).update(functions=["collectivite_ou_equipement"])
    factory.attach(made, "lettre_d_interet_de_la_collectivite")
    found = answers(made)
    assert found["partners.tripartite"].state == "met"
    assert found["documents.complete"].state == "met"


def test_alsace_holds_two_sittings_a_year(client, source):
    hands = region(client, "recit", "Alsace").new(
        source=source.pk, title="Passeurs d’images, printemps 2027", slug="alsace-2027-1", year=2027
    )
    hands.write(
        "dates",
        opening_on="01/02/2027",
        contact_before_on="19/03/2027",
        filing_before_on="09/04/2027",
        committee_on="05/2027",
        results_on="05/2027",
        actions_from_on="01/06/2027",
        report_second_sending_on="",
        report_second_sending_at="",
        open_air_request_on="",
    )
    spring = opened(hands)
    again = Hands(client).new(
        source=spring.pk,
        title="Passeurs d’images, automne 2027",
        slug="alsace-2027-2",
        year=2027,
        sitting=2,
    )
    moved = client.get(again.at("part", "dates")).context["edition"]
    client.post(again.at("shift"), {"version": moved.version, "years": "", "days": "182"})
    again.write("dates", actions_from_on="01/12/2027", report_due_on="30/11/2028")
    autumn = opened(again)
    assert (spring.sitting, autumn.sitting) == (1, 2)
    assert autumn.document()["calendar"]["filing_before"] == "2027-10-08T23:59:59"
    between = datetime(2027, 6, 15, tzinfo=UTC)
    early = complete(spring, at=spring.opens_at)
    late = complete(autumn, at=autumn.opens_at)
    assert "submission.before_deadline" in blocked(early, at=between)
    assert "submission.before_deadline" not in blocked(late, at=autumn.opens_at)


def test_bourgogne_franche_comte_has_a_third_nature(client, source):
    hands = region(client, "frmjc", "Bourgogne-Franche-Comté").new(
        source=source.pk, title="Passeurs d’images 2027", slug="bfc-2027", year=2027
    )
    hands.add("natures", label="Rencontrer", counts_as="")
    hands.add("boite-a-idees", label="Rencontre avec une cinéaste", nature="rencontrer", idea="")
    natures = ["voir", "faire", "rencontrer"]
    hands.write("parcours", min_actions=3, natures_required=natures)
    hands.write("publics", age_min=12, age_max=25)
    edition = opened(hands)
    page = client.get(edition.get_absolute_url()).content.decode()
    assert "Rencontrer" in page
    made = complete(edition, at=edition.opens_at)
    found = answers(made)["pathway.see_and_do"]
    assert found.is_blocking_now
    assert "Rencontrer" in found.reason
    made.actions.filter(position=2).update(kind="rencontre_avec_une_cineaste", nature="rencontrer")
    assert answers(made)["pathway.see_and_do"].state == "met"
    holder = made.holder
    client.force_login(holder)
    screen = client.get(f"/dossiers/{made.pk}/actions/").content.decode()
    assert "Rencontrer" in screen


def test_a_call_is_made_from_nothing(client):
    """No source at all: the screens alone give the call its articles, its rules and its words."""
    hands = region(client, "nouvelle-region", "Nouvelle région").new(
        source="", title="Passeurs d’images 2028", slug="nouvelle-2028", year=2028
    )
    hands.add("articles", number="1", title="Le parcours", wording="Deux actions.", place="")
    hands.add("boite-a-idees", label="Atelier", nature="faire", idea="Faire un film.")
    hands.add("boite-a-idees", label="Séance", nature="voir", idea="Voir un film.")
    hands.write("parcours", min_actions=2, natures_required=["voir", "faire"])
    hands.rules({"pathway.min_actions": ("blocking", "le_parcours")})
    hands.write("textes", text_intro="Bienvenue.", text_who="Tous.", text_appeal="Deux mois.")
    edition = opened(hands)
    made = factory.dossier(edition)
    assert blocked(made) == {"pathway.min_actions"}
    assert not fileable(answers(made).values())
