"""The list as a tool: filters, sorts, the board, what is done to several, the views kept."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from passeurs.desk.actions.dockets import put_label, read_dockets
from passeurs.desk.models import Docket, Export, Job, SavedView
from passeurs.desk.views import choosing
from passeurs.dossiers.actions.filing import submit_dossier
from passeurs.dossiers.models import Dossier
from tests.factories import calls, organisations, territories
from tests.factories import dossiers as factory

pytestmark = pytest.mark.django_db
LIST = "/bureau/dossiers/"
AT = factory.AT + timedelta(hours=1)


@pytest.fixture
def pair(edition):
    """A filed dossier in Cahors that asks for 4 800 €, and a draft of a town that asks nothing."""
    full = factory.complete_dossier(edition, title="Lumières")
    submit_dossier(full, by=full.holder, at=AT)
    full.actions.update(commune=territories.CommuneFactory(insee="46042"))
    bare = factory.dossier(edition, title="Ébauche")
    bare.structure.legal_status = "commune"
    bare.structure.save()
    Dossier.objects.filter(pk=bare.pk).update(took_part_last_year=True)
    read_dockets(at=AT + timedelta(hours=1))
    return full, bare


def titles(answer):
    assert answer.status_code == 200
    return re.findall(r'class="row-link" href="[^"]+">([^<]+)</a>', answer.text)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"departement": "46"}, {"Lumières"}),
        ({"departement": "31"}, set()),
        ({"porteur": "commune"}, {"Ébauche"}),
        ({"deja": "oui"}, {"Ébauche"}),
        ({"deja": "non"}, {"Lumières"}),
        ({"points": "ready"}, {"Lumières"}),
        ({"points": "blocked"}, {"Ébauche"}),
        ({"min": "4800"}, {"Lumières"}),
        ({"min": "4800,01"}, set()),
        ({"max": "5000"}, {"Lumières"}),
        ({"min": "beaucoup"}, {"Lumières", "Ébauche"}),
        ({"suivi": "personne"}, {"Lumières", "Ébauche"}),
        ({"suivi": "0"}, {"Lumières", "Ébauche"}),
        ({"q": "lumieres"}, {"Lumières"}),
        ({"zone": "qpv", "departement": "46"}, {"Lumières"}),
        ({"zone": "rural"}, set()),
    ],
)
def test_a_filter_narrows_and_says_itself(client, agent, pair, query, expected):
    assert set(titles(client.get(LIST, query))) == expected


@pytest.mark.parametrize(
    ("order", "first"), [("montant", "Lumières"), ("depot", "Lumières"), ("points", "Ébauche")]
)
def test_the_list_is_sorted_as_asked_and_an_unknown_amount_comes_last(
    client, agent, pair, order, first
):
    assert titles(client.get(LIST, {"tri": order}))[0] == first


def test_each_filter_in_force_can_be_taken_off_alone(client, agent, pair):
    page = client.get(LIST, {"departement": "46", "min": "10", "q": "lum"}).text
    assert "Département\u00a0: Lot (46)" in page
    assert 'href="/bureau/dossiers/?q=lum&amp;departement=46"' in page
    assert 'href="/bureau/dossiers/?q=lum&amp;min=10"' in page


def test_the_tabs_count_each_state_whatever_the_one_shown(client, agent, pair):
    page = client.get(LIST, {"etat": "draft"}).text
    tabs = re.findall(r'>([^<]+) <span class="n">(\d+)</span>', page)
    assert tabs == [("Tous", "2"), ("En préparation", "1"), ("Reçu, à vérifier", "1")]


def test_the_board_puts_each_dossier_under_its_state(client, agent, pair):
    page = client.get(LIST, {"vue": "colonnes"}).text
    drafts, rest = page.split('id="colonne-2"', 1)
    assert "Ébauche" in drafts
    assert "Lumières" in rest
    assert "4\u202f800" in rest


def ids(*dossiers):
    return [str(one.pk) for one in dossiers]


def test_several_are_assigned_labelled_and_found_again(client, agent, pair):
    bulk = reverse("desk:bulk")
    back = client.post(bulk, {"geste": "attribuer", "agent": agent.pk, "ids": ids(*pair)})
    assert back["Location"] == f"{LIST}?"
    client.post(bulk, {"geste": "etiqueter", "etiquette": "À rappeler", "ids": ids(pair[1])})
    assert set(titles(client.get(LIST, {"suivi": agent.pk}))) == {"Lumières", "Ébauche"}
    assert titles(client.get(LIST, {"etiquette": "a rappeler"})) == ["Ébauche"]
    client.post(bulk, {"geste": "oter", "etiquette": "à rappeler", "ids": ids(*pair)})
    assert "rappeler" not in client.get(LIST).text.split("<table", 1)[1]


def test_the_whole_list_is_what_its_filters_say_and_no_more(client, agent, pair):
    given = {"geste": "etiqueter", "etiquette": "Lot", "tous": "on", "liste": "departement=46"}
    answer = client.post(reverse("desk:bulk"), given, follow=True)
    assert answer.redirect_chain[0][0] == f"{LIST}?departement=46"
    assert Docket.objects.filter(labels__name="Lot").get().dossier == pair[0]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"geste": "attribuer"}, "Cochez d’abord"),
        ({"geste": "détruire"}, "Choisissez ce qu’il faut faire"),
        ({}, "Choisissez ce qu’il faut faire"),
        ({"geste": "attribuer", "agent": "999999", "ids": "ALL"}, "n’est pas de l’équipe"),
        ({"geste": "etiqueter", "etiquette": " ", "ids": "ALL"}, "Écrivez l’étiquette"),
        ({"geste": "attribuer", "ids": "n’importe quoi"}, "Choisissez ce qu’il faut faire"),
    ],
)
def test_a_gesture_that_makes_no_sense_is_told_and_changes_nothing(
    client, agent, pair, given, sentence
):
    if given.get("ids") == "ALL":
        given = given | {"ids": ids(*pair)}
    page = client.post(reverse("desk:bulk"), given, follow=True)
    assert sentence in page.text
    assert not Docket.objects.exclude(agent=None, labels=None).exists()


def test_many_at_once_are_read_over_first_and_nothing_changes(client, agent, pair, monkeypatch):
    monkeypatch.setattr(choosing, "AT_ONCE", 1)
    for given, option in (
        ({"geste": "etiqueter", "etiquette": " Lot "}, {"label": "Lot"}),
        ({"geste": "attribuer", "agent": agent.pk}, {"agent": agent.pk}),
    ):
        sent = given | {"tous": "on", "liste": ""}
        page = client.post(reverse("desk:bulk"), sent, follow=True)
        job = Job.objects.first()
        assert page.redirect_chain[-1][0] == reverse("desk:job", args=[job.pk])
        assert job.options == option
        assert job.total == 2
    assert not Docket.objects.exclude(agent=None, labels=None).exists()


def test_what_wants_words_is_prepared_on_a_page_of_its_own(client, agent, pair):
    given = {"geste": "preparer", "suite": "message", "ids": ids(pair[0])}
    page = client.post(reverse("desk:bulk"), given, follow=True)
    assert page.status_code == 200
    assert Job.objects.get().kind == "message"
    for missing, sentence in (({"suite": ""}, "Choisissez ce"), ({"ids": []}, "Cochez")):
        page = client.post(reverse("desk:bulk"), given | missing, follow=True)
        assert sentence in page.text


def test_the_dossiers_ticked_are_those_exported(client, agent, pair):
    given = {"geste": "preparer", "suite": "exporter", "liste": "", "ids": ids(pair[0])}
    address = client.post(reverse("desk:bulk"), given)["Location"]
    assert str(pair[0].pk) in address
    assert "1\u00a0dossier coché" in client.get(address).text
    client.post(address, {"format": "csv", "columns": ["numero"]})
    assert Export.objects.get().filters["only"] == [str(pair[0].pk)]
    whole = client.post(reverse("desk:bulk"), given | {"tous": "on", "liste": "q=x"})["Location"]
    assert whole == f"{reverse('desk:export_ask')}?liste=q%3Dx"
    page = client.post(reverse("desk:bulk"), given | {"ids": []}, follow=True)
    assert "Cochez d’abord" in page.text


def test_another_region_s_dossiers_are_out_of_reach(client, agent, pair):
    elsewhere = factory.dossier(calls.edition("deux-seances-1"))
    given = {"geste": "etiqueter", "etiquette": "À nous", "ids": ids(elsewhere)}
    assert "Cochez d’abord" in client.post(reverse("desk:bulk"), given, follow=True).text
    assert not Docket.objects.filter(dossier=elsewhere, labels__isnull=False).exists()


@pytest.mark.parametrize("role", ["drac", "region"])
def test_what_the_coordination_keeps_for_itself_is_nobody_else_s(client, edition, pair, role):
    agent = organisations.team_member("coordination", edition.coordination)
    put_label(pair[:1], "KANARI", by=agent, at=AT)
    Docket.objects.update(agent=agent)
    client.force_login(organisations.team_member(role, edition.coordination))
    for query in ({}, {"vue": "colonnes"}, {"etiquette": "kanari"}, {"suivi": agent.pk}):
        page = client.get(LIST, query)
        assert page.status_code == 200
        assert "KANARI" not in page.text
        assert agent.get_full_name() not in page.text
        assert "Lumières" in page.text
    assert client.post(reverse("desk:bulk"), {"geste": "attribuer"}).status_code == 403


def test_a_view_is_kept_found_again_replaced_and_forgotten(client, agent, pair):
    keep = reverse("desk:view_keep")
    client.post(keep, {"name": "Le Lot", "query": "departement=46"})
    page = client.get(f"{LIST}?departement=46").text
    assert re.search(r'\?departement=46" aria-current="true">.*?Le Lot', page)
    client.post(keep, {"name": "Le Lot", "query": "departement=31", "is_shared": "on"})
    (view,) = SavedView.objects.all()
    assert (view.query, view.is_shared) == ("departement=31", True)
    assert "Oublier cette vue" in client.get(f"{LIST}?departement=31").text
    client.post(reverse("desk:view_forget", args=[view.pk]))
    assert not SavedView.objects.exists()


def test_a_shared_view_is_the_team_s_to_use_and_its_maker_s_to_forget(client, agent, edition, pair):
    client.post(reverse("desk:view_keep"), {"name": "Mienne", "query": "q=a"})
    client.post(reverse("desk:view_keep"), {"name": "À tous", "query": "q=b", "is_shared": "on"})
    client.get(LIST)  # where what was done is told
    client.force_login(organisations.team_member("coordination", edition.coordination))
    page = client.get(LIST).text
    assert "À tous" in page
    assert "Mienne" not in page
    mine, shared = (SavedView.objects.get(name=name) for name in ("Mienne", "À tous"))
    assert client.post(reverse("desk:view_forget", args=[mine.pk])).status_code == 404
    page = client.post(reverse("desk:view_forget", args=[shared.pk]), follow=True)
    assert "Seule la personne" in page.text
    assert SavedView.objects.count() == 2


@pytest.mark.parametrize("name", ["", "x" * 61])
def test_a_view_without_a_name_is_told(client, agent, pair, name):
    page = client.post(reverse("desk:view_keep"), {"name": name, "query": "q=a"}, follow=True)
    assert "Donnez à cette vue un nom" in page.text


def test_thirty_views_are_enough(client, agent, edition):
    coordination = edition.coordination
    SavedView.objects.bulk_create(
        SavedView(coordination=coordination, owner=agent, name=f"v{n}", query="q=a", created_at=AT)
        for n in range(30)
    )
    page = client.post(reverse("desk:view_keep"), {"name": "v30", "query": "q=a"}, follow=True)
    assert "oubliez-en une" in page.text
    client.post(reverse("desk:view_keep"), {"name": "v3", "query": "q=c"})
    assert SavedView.objects.get(name="v3").query == "q=c"
