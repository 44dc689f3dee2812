"""Starting from last year's dossier: what comes along, what it becomes, what is left and named."""

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from passeurs.core.refusals import Refused
from passeurs.dossiers.actions.carrying import confirm_amounts, preview, start_from
from passeurs.dossiers.carrying import carried, items_of, moved
from passeurs.dossiers.models import CarriedOver, Dossier
from passeurs.dossiers.queries.carrying import document_of, to_confirm
from passeurs.journal.models import Entry
from tests.factories import calls, films, organisations
from tests.factories import dossiers as factory
from tests.factories.accounts import person

pytestmark = pytest.mark.django_db
AUTOSAVE = {"X-Autosave": "1"}


@pytest.fixture
def last_year(edition):
    """A complete dossier of the closed edition of 2024, with a film, a point granted, a 29 Feb."""
    old = calls.edition("occitanie-2024")
    made = factory.complete_dossier(old)
    project = made.project
    project.title, project.objectives = "Lumières", ["images", "disparu"]
    project.starts_on, project.ends_on = date(2024, 2, 29), date(2024, 11, 30)
    project.save()
    funder = made.budgetlines.get(funder_kind="commune")
    funder.status, funder.decided_on = "granted", date(2024, 3, 1)
    funder.save()
    screening = made.actions.last()
    screening.kind = "accompanied_screening"
    screening.save()
    kept = films.listed(old, "Le Phare inventé", lists=("accompanied",))
    gone = films.listed(old, "La Barque", lists=("accompanied",))
    for film in (kept, gone):
        screening.films.create(listed_film=old.listed_films.get(film=film))
    edition.listed_films.create(film=kept, list="accompanied")
    return made


def codes_of(source):
    groups = items_of(document_of(source), source.edition.document())
    return {item.code for _, items in groups for item in items}


def begin(source, edition, at, *, without=(), only=None):
    kept = codes_of(source) if only is None else set(only)
    kept = {code for code in kept if not code.startswith(tuple(without) or ("\0",))}
    made = start_from(source, edition, kept=kept, by=source.holder, at=at)
    return Dossier.objects.select_related("project", "audience").get(pk=made.pk)


def told(made, part):
    lines = CarriedOver.objects.get(dossier=made).report[part]
    return "\n".join(lines).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("day", "years", "then"),
    [
        ("2024-03-03", 1, "2025-03-03"),
        ("2024-02-29", 1, "2025-02-28"),
        ("2024-02-29", 0, "2024-02-29"),
        ("2024-02-29", 4, "2028-02-28"),
        ("2023-12-31T10:00", 2, "2025-12-31"),
        (None, 1, None),
        ("", 1, None),
    ],
)
def test_a_date_keeps_its_day_and_its_month(day, years, then):
    assert moved(day, years) == then


def test_what_is_kept_comes_along(last_year, edition, at):
    made = begin(last_year, edition, at)
    assert (made.edition, made.structure, made.state) == (edition, last_year.structure, "draft")
    assert made.project.title == "Lumières"
    assert made.project.diagnosis == last_year.project.diagnosis
    assert made.audience.bands == last_year.audience.bands
    assert made.partners.count() == last_year.partners.count()
    assert [one.name for one in made.persons.all()] == ["Lila Andrieu"]
    assert made.actions.first().practitioners.get() == made.persons.get()
    assert made.holder_functions == ["audience"]
    assert made.budgetlines.get(funder_kind="drac").amount == Decimal("4800.00")


def test_what_is_given_each_year_anew_does_not(last_year, edition, at):
    made = begin(last_year, edition, at)
    assert made.commitments_accepted == []
    assert (made.signatory, made.took_part_last_year, made.submitted_at) == ("", None, None)
    assert not made.attachments.exists()
    assert "Les engagements sont à prendre de nouveau." in told(made, "left")
    assert "Les pièces jointes sont à joindre de nouveau." in told(made, "left")


def test_what_a_funder_granted_is_to_be_asked_again(last_year, edition, at):
    made = begin(last_year, edition, at)
    line = made.budgetlines.get(funder_kind="commune")
    assert (line.status, line.decided_on) == ("asked", None)
    assert "« Ville de Cahors » redevient une aide à demander" in told(made, "changed")


def test_dates_move_by_the_years_between_the_editions(last_year, edition, at):
    made, years = begin(last_year, edition, at), edition.year - 2024
    assert made.project.starts_on == date(2024 + years, 2, 28)
    assert made.project.ends_on == date(2024 + years, 11, 30)
    assert made.actions.first().starts_on.year == 2027 + years
    assert "Dates, le projet : 29 février 2024 devient 28 février" in told(made, "changed")


def test_films_no_longer_on_the_lists_are_named_and_left(last_year, edition, at):
    made = begin(last_year, edition, at)
    (choice,) = made.actions.last().films.all()
    assert choice.listed_film.edition == edition
    assert choice.listed_film.film.title == "Le Phare inventé"
    assert "le film « La Barque » n’est pas dans les listes" in told(made, "left")


def test_a_film_withdrawn_this_year_is_left_too(last_year, edition, at):
    edition.listed_films.update(withdrawn_at=at)
    assert not begin(last_year, edition, at).actions.last().films.exists()


def test_an_objective_and_a_kind_that_are_gone_are_named(last_year, edition, at):
    action = last_year.actions.first()
    action.kind = "disparu"
    action.save()
    made = begin(last_year, edition, at)
    assert made.project.objectives == ["images"]
    assert "« disparu » n’est plus dans l’appel" in told(made, "left")
    assert made.actions.first().kind == ""
    assert "son type n’existe plus" in told(made, "changed")


def test_ages_that_this_call_does_not_count_are_named(last_year, edition, at):
    last_year.audience.bands = {"12-14": {"women": 3}, "3-4": {"men": 2}}
    last_year.audience.save()
    made = begin(last_year, edition, at)
    assert made.audience.bands == {"12-14": {"women": 3}}
    assert "de 3 à 4 ans" in told(made, "left")


@pytest.mark.parametrize(
    ("without", "is_gone"),
    [
        ("partners", lambda made: not made.partners.exists()),
        ("people", lambda made: not made.persons.exists()),
        ("actions", lambda made: not made.actions.exists()),
        ("films", lambda made: not made.actions.last().films.exists()),
        ("line", lambda made: not made.budgetlines.exists()),
        ("holder", lambda made: made.holder_functions in (None, [], ["audience"])),
        ("project:title", lambda made: made.project.title == ""),
        ("project:dates", lambda made: made.project.starts_on is None),
        ("project:objectives", lambda made: made.project.objectives == []),
        ("audience", lambda made: made.audience.bands == {} and made.audience.kinds == []),
    ],
)
def test_what_is_cleared_stays_behind(last_year, edition, at, without, is_gone):
    made = begin(last_year, edition, at, without=[without])
    assert is_gone(made)
    assert "laissé de côté" in told(made, "left")


def test_people_left_behind_lead_no_action(last_year, edition, at):
    made = begin(last_year, edition, at, without=["people"])
    assert not made.actions.first().practitioners.exists()


def test_the_last_filing_is_read_rather_than_what_was_written_since(last_year, edition, at):
    snapshot = submit_dossier_of(last_year)
    last_year.project.title = "Écrit après"
    last_year.project.save()
    assert begin(last_year, edition, at).project.title == snapshot.document["project"]["title"]


def submit_dossier_of(source):
    from passeurs.dossiers.models import Snapshot
    from passeurs.dossiers.queries.document import dump

    return Snapshot.objects.create(
        dossier=source,
        number=1,
        receipt_number="R1",
        received_at=factory.AT,
        document=dump(source),
        edition_document=source.edition.document(),
        verdicts=[],
        sha256="",
        submitted_by=source.holder,
    )


def test_it_is_journaled_with_where_it_comes_from(last_year, edition, at):
    made = begin(last_year, edition, at)
    entry = Entry.objects.get(verb="dossier.carry")
    assert entry.data == {"from": last_year.reference}
    assert CarriedOver.objects.get().source == last_year
    assert made.sections.get(code="project").version == 1


def test_the_same_year_moves_no_date(last_year, edition, at):
    last_year.edition.year = edition.year
    _, report = preview(last_year, edition, kept=codes_of(last_year))
    assert not any(line.startswith("Dates") for line in report.changed)


def test_a_call_that_is_not_open_opens_no_dossier(last_year, edition):
    with pytest.raises(Refused):
        begin(last_year, edition, edition.filing_before_at + timedelta(seconds=1))
    assert Dossier.objects.count() == 1


def test_an_almost_empty_dossier_offers_what_it_has(edition, at):
    bare = factory.dossier(calls.edition("occitanie-2024"), title="")
    assert [title for title, _ in items_of(document_of(bare), bare.edition.document())] == [
        "La structure dans le projet"
    ]
    assert begin(bare, edition, at).project.title == ""


def test_a_document_full_of_nothing_is_read(edition):
    document = {
        "partners": None,
        "actions": [None, {"key": "a1", "films": None}],
        "budget": {"project": [{}]},
    }
    found, report = carried(
        document, edition.document(), kept={"actions:a1", "line:project:1"}, years=1,
        is_on_list=lambda film, action: True,
    )  # fmt: skip
    assert [row["key"] for row in found["actions"]] == ["a1"]
    assert json.dumps(report.as_dict())


# ------------------------------------------------------------------------- sums to confirm


def left_in(made):
    return to_confirm(Dossier.objects.get(pk=made.pk))


def test_sums_asked_stay_to_be_confirmed_until_somebody_writes_or_confirms_them(last_year, edition):
    made = begin(last_year, edition, timezone.now())
    assert {line.funder_kind for line in left_in(made)} == {"drac", "commune"}
    page = browser(last_year.holder)
    url = reverse("dossiers:budget", args=[made.pk])
    assert "Sommes reprises du dossier d’avant" in page.get(url).text
    page.post(url, {"_version": 1, "project-drac": "4 000"}, headers=AUTOSAVE)
    assert [line.funder_kind for line in left_in(made)] == ["commune"]
    page.post(reverse("dossiers:carried_amounts", args=[made.pk]))
    assert left_in(made) == []
    assert "Sommes reprises" not in page.get(url).text


def test_confirming_twice_is_confirming_once(last_year, edition, at):
    made = begin(last_year, edition, at)
    for _ in range(2):
        confirm_amounts(made, at=at)
    assert CarriedOver.objects.get().amounts == []


# ------------------------------------------------------------------------------- the screens


def browser(user):
    page = Client()
    page.force_login(user)
    return page


def carry_url(source, edition):
    return reverse("dossiers:carry", args=[edition.slug, source.pk])


def boxes(source):
    """What the page sends with every box ticked."""
    groups = items_of(document_of(source), source.edition.document())
    return {f"part-{rank}": [one.code for one in items] for rank, (_, items) in enumerate(groups)}


def test_one_is_led_to_it_from_the_call_and_sees_what_it_would_become(last_year, edition):
    page = browser(last_year.holder)
    start = page.get(reverse("dossiers:start", args=[edition.slug])).text
    assert carry_url(last_year, edition) in start
    shown = page.get(carry_url(last_year, edition)).text
    assert "La Barque" in shown
    assert "Lumières" in shown
    assert not Dossier.objects.filter(edition=edition).exists()


def test_a_new_dossier_opens_on_its_report(last_year, edition):
    page = browser(last_year.holder)
    answer = page.post(carry_url(last_year, edition), boxes(last_year), follow=True)
    made = Dossier.objects.get(edition=edition)
    assert answer.redirect_chain == [(reverse("dossiers:carried", args=[made.pk]), 302)]
    assert "Ce qui est resté dans l’ancien dossier" in answer.text


def test_two_clicks_open_one_dossier(last_year, edition):
    page = browser(last_year.holder)
    for _ in range(2):
        page.post(carry_url(last_year, edition), boxes(last_year))
    assert Dossier.objects.filter(edition=edition).count() == 1


def test_nothing_kept_and_things_invented_are_refused_with_what_was_ticked(last_year, edition):
    page = browser(last_year.holder)
    empty = page.post(carry_url(last_year, edition), {})
    assert empty.status_code == 422
    assert "Choisissez au moins une chose à garder" in empty.text
    odd = page.post(carry_url(last_year, edition), {"part-0": ["inventé\u202e🎬" * 9]})
    assert odd.status_code == 422
    assert not Dossier.objects.filter(edition=edition).exists()


def test_a_call_that_closed_meanwhile_is_told(last_year, edition):
    type(edition).objects.filter(pk=edition.pk).update(
        filing_before_at=timezone.now() - timedelta(seconds=2)
    )
    page = browser(last_year.holder)
    assert "n’est pas ouvert" in page.get(carry_url(last_year, edition)).text
    assert page.post(carry_url(last_year, edition), boxes(last_year)).status_code == 422


def test_one_starts_only_from_a_dossier_of_a_structure_one_writes_for(last_year, edition):
    reader, guest, agent = person(), person(), None
    last_year.structure.memberships.create(user=reader, role="reader")
    last_year.team.create(user=guest, role="editor", added_by=last_year.holder, added_at=factory.AT)
    agent = organisations.team_member("coordination", edition.coordination)
    for user in (reader, guest, agent, person()):
        assert browser(user).get(carry_url(last_year, edition)).status_code == 404
    assert browser(last_year.holder).get(carry_url(last_year, last_year.edition)).status_code == 404


def test_a_dossier_opened_from_nothing_has_no_report(draft):
    page = browser(draft.holder)
    answer = page.get(reverse("dossiers:carried", args=[draft.pk]))
    assert answer["Location"] == reverse("dossiers:review", args=[draft.pk])
