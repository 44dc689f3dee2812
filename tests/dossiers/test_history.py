"""Two texts for one field: the newer stays, the other is set aside, and somebody chooses."""

from datetime import timedelta

import pytest
from django.urls import reverse

from passeurs.dossiers.actions.filing import submit_dossier
from passeurs.dossiers.models import FieldChange, SetAside
from passeurs.dossiers.views import saving
from tests.factories import films, territories
from tests.factories.accounts import person

pytestmark = pytest.mark.django_db
AUTOSAVE = {"X-Autosave": "1"}


@pytest.fixture
def pages(client, ready):
    """Two people's browsers on one dossier."""
    colleague = person("Jules", "Amat")
    ready.structure.memberships.create(user=colleague, role="editor")
    other = type(client)()
    client.force_login(ready.holder)
    other.force_login(colleague)
    return client, other


def post(page, dossier, screen, *, version=0, headers=AUTOSAVE, **data):
    url = reverse(f"dossiers:{screen}", args=[dossier.pk])
    return page.post(url, {"_version": version, **data}, headers=headers)


def post_row(page, row, family, *, version=0, **data):
    url = reverse("dossiers:row", args=[row.dossier_id, family, row.pk])
    return page.post(url, {"_version": version, **data}, headers=AUTOSAVE)


def choose(page, dossier, choice):
    aside = SetAside.objects.get(settled_at=None)
    return page.post(reverse("dossiers:settle", args=[dossier.pk, aside.pk]), {"choice": choice})


def summary_of(dossier):
    dossier.project.refresh_from_db()
    return dossier.project.summary


def test_a_page_read_before_a_colleague_wrote_does_not_write_over_their_text(pages, ready):
    mine, theirs = pages
    post(theirs, ready, "projet", summary="Le sien")
    answer = post(mine, ready, "projet", summary="Le mien")
    assert answer.status_code == 409
    assert answer.json()["conflicts"] == {
        "summary": {"theirs": "Le sien", "mine": "Le mien", "by": "Jules Amat"}
    }
    assert (summary_of(ready), SetAside.objects.get().text) == ("Le sien", "Le mien")


def test_a_whole_stale_page_sends_back_what_it_showed_without_any_conflict(pages, ready):
    mine, theirs = pages
    shown = summary_of(ready)
    post(theirs, ready, "projet", summary="Le sien")
    answer = post(mine, ready, "projet", headers={}, summary=shown, diagnosis="Ici", title="Titre")
    assert answer.status_code == 302
    assert (summary_of(ready), ready.project.diagnosis) == ("Le sien", "Ici")
    assert not SetAside.objects.exists()


def test_what_the_page_showed_is_told_even_after_two_later_changes(pages, ready):
    mine, theirs = pages
    shown = summary_of(ready)
    post(theirs, ready, "projet", summary="Un")
    post(theirs, ready, "projet", version=1, summary="Deux")
    assert post(mine, ready, "projet", summary=shown).json()["conflicts"] == {}
    assert post(mine, ready, "projet", summary="Trois").json()["conflicts"]["summary"][
        "theirs"
    ] == ("Deux")


def test_a_version_that_no_page_ever_showed_does_not_open_the_way(pages, ready):
    mine, theirs = pages
    post(theirs, ready, "projet", summary="Le sien")
    assert post(mine, ready, "projet", version=10**30, summary="Le mien").status_code == 409
    assert summary_of(ready) == "Le sien"


def test_the_cells_of_two_people_in_one_table_are_both_kept(pages, ready):
    mine, theirs = pages
    post(theirs, ready, "publics", **{"band-18-25-women": "7"})
    post(mine, ready, "publics", **{"band-18-25-men": "5"})
    ready.audience.refresh_from_db()
    assert ready.audience.bands["18-25"] == {"women": 7, "men": 5}


def test_a_page_shows_both_texts_until_somebody_chooses(pages, ready):
    mine, theirs = pages
    post(theirs, ready, "projet", summary="Le texte du collègue")
    post(mine, ready, "projet", summary="Un tout autre texte")
    page = mine.get(reverse("dossiers:projet", args=[ready.pk])).text
    assert "Le texte du collègue" in page
    assert "Un tout autre texte" in page


def test_one_s_own_text_is_put_in_place_and_both_stay_in_the_history(pages, ready):
    mine, theirs = pages
    post(theirs, ready, "projet", summary="Le sien")
    post(mine, ready, "projet", summary="Le mien")
    choose(mine, ready, "mine")
    assert summary_of(ready) == "Le mien"
    assert {"Le sien", "Le mien"} <= set(FieldChange.objects.values_list("after", flat=True))
    assert not SetAside.objects.filter(settled_at=None).exists()


def test_the_newer_text_is_left_where_it_is(pages, ready):
    mine, theirs = pages
    post(theirs, ready, "projet", summary="Le sien")
    post(mine, ready, "projet", summary="Le mien")
    choose(mine, ready, "theirs")
    assert summary_of(ready) == "Le sien"


def test_a_list_set_aside_is_put_in_place_as_a_list(pages, ready):
    mine, theirs = pages
    post(theirs, ready, "projet", objectives=["territory"])
    post(mine, ready, "projet", objectives=["quality", "fun"])
    choose(mine, ready, "mine")
    ready.project.refresh_from_db()
    assert ready.project.objectives == ["quality", "fun"]


@pytest.mark.parametrize(
    ("screen", "name", "theirs_text", "mine_text", "kept"),
    [
        ("publics", "is_remote", "true", "false", False),
        ("publics", "companions", "4", "9", 9),
        ("engagements", "signatory", "Elle", "Lui", "Lui"),
        ("pieces", "report_promised_on", "2027-01-05", "2027-01-06", "2027-01-06"),
        ("structure", "acronym", "ABC", "DEF", "DEF"),
    ],
)
def test_a_field_of_any_section_is_put_in_place(  # noqa: PLR0917 - a row of cases
    pages, ready, screen, name, theirs_text, mine_text, kept
):
    mine, theirs = pages
    post(theirs, ready, screen, **{name: theirs_text})
    assert post(mine, ready, screen, **{name: mine_text}).status_code == 409
    choose(mine, ready, "mine")
    ready.refresh_from_db()
    holders = (ready, ready.audience, ready.structure)
    target = next(one for one in holders if hasattr(one, name))
    assert str(getattr(target, name)) == str(kept)


def test_a_commune_set_aside_is_found_again(pages, ready):
    mine, theirs = pages
    here, there = territories.CommuneFactory(), territories.CommuneFactory()
    action = ready.actions.first()
    post_row(theirs, action, "actions", commune=here.insee)
    assert post_row(mine, action, "actions", commune=there.insee).status_code == 409
    choose(mine, ready, "mine")
    action.refresh_from_db()
    assert action.commune == there


def test_an_amount_of_the_budget_set_aside_is_put_in_place(pages, ready):
    mine, theirs = pages
    post(theirs, ready, "budget", **{"project-601": "100"})
    post(mine, ready, "budget", **{"project-601": "1 200,50 €"})
    choose(mine, ready, "mine")
    assert str(ready.budgetlines.get(code="601").amount) == "1200.50"


def test_a_row_s_text_is_put_in_place_in_its_own_row(pages, ready):
    mine, theirs = pages
    first, second = ready.partners.all()
    post_row(theirs, first, "partners", contribution="Le sien")
    assert post_row(mine, second, "partners", contribution="Sans rapport").status_code == 200
    assert post_row(mine, first, "partners", contribution="Le mien").status_code == 409
    choose(mine, ready, "mine")
    first.refresh_from_db()
    assert first.contribution == "Le mien"


def test_a_text_of_a_removed_row_has_no_place_left(pages, ready):
    mine, theirs = pages
    row = ready.partners.first()
    post_row(theirs, row, "partners", contribution="Le sien")
    post_row(mine, row, "partners", contribution="Le mien")
    row.delete()
    assert choose(mine, ready, "mine").status_code == 404
    assert choose(mine, ready, "theirs").status_code == 302


def test_a_text_that_no_longer_fits_its_field_stays_and_says_so(pages, ready):
    mine, theirs = pages
    post(theirs, ready, "projet", objectives=["territory"])
    post(mine, ready, "projet", objectives=["quality"])
    SetAside.objects.update(text='["disparu"]')
    assert "recopiez ce qui vous sert" in _after(choose(mine, ready, "mine"), mine)
    assert SetAside.objects.filter(settled_at=None).exists()


def test_choosing_after_the_closing_is_refused_in_words(pages, ready):
    mine, theirs = pages
    post(theirs, ready, "projet", summary="Le sien")
    post(mine, ready, "projet", summary="Le mien")
    ready.edition.filing_before_at -= timedelta(days=400)
    ready.edition.save()
    answer = choose(mine, ready, "mine")
    assert (answer.status_code, summary_of(ready)) == (302, "Le sien")
    assert SetAside.objects.filter(settled_at=None).exists()


def _after(answer, page):
    return page.get(answer["Location"]).text


def test_the_text_of_another_dossier_is_not_found(pages, ready, draft):
    mine, theirs = pages
    post(theirs, ready, "projet", summary="Le sien")
    post(mine, ready, "projet", summary="Le mien")
    aside = SetAside.objects.get()
    mine.force_login(draft.holder)
    url = reverse("dossiers:settle", args=[draft.pk, aside.pk])
    assert mine.post(url, {"choice": "mine"}).status_code == 404


def test_a_save_that_a_filing_overtook_is_refused_and_written_nowhere(
    pages, ready, at, monkeypatch
):
    mine, _ = pages
    kept = saving.save_changes

    def filed_first(dossier, *args, **options):
        submit_dossier(type(ready).objects.get(pk=ready.pk), by=ready.holder, at=at)
        return kept(dossier, *args, **options)

    monkeypatch.setattr(saving, "save_changes", filed_first)
    assert post(mine, ready, "projet", summary="Trop tard").status_code == 423
    assert summary_of(ready) != "Trop tard"
    assert not FieldChange.objects.exists()


def test_the_people_and_films_of_an_action_are_kept_as_lists(pages, ready):
    page, _ = pages
    action = ready.actions.create(position=9, kind="open_air", nature="voir", title="Dehors")
    listed = films.listed(ready.edition, "Un film")
    choice = ready.edition.listed_films.get(film=listed)
    leader = ready.persons.get()
    post_row(page, action, "actions", practitioners=[str(leader.pk)])
    post_row(page, action, "actions", version=1, add_film=str(choice.pk))
    post_row(page, action, "actions", version=2, free_film="Hors liste")
    assert list(action.practitioners.all()) == [leader]
    assert action.films.count() == 2
    post_row(page, action, "actions", version=3, films=["~Hors liste"])
    assert [film.free_title for film in action.films.all()] == ["Hors liste"]
