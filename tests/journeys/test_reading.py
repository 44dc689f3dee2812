"""Reading for the committee on a tablet: marks kept without the line, a reading refused, given."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from passeurs.committee.actions import passages, seats, sittings
from passeurs.committee.models import Mark, Reading
from passeurs.dossiers.actions.filing import submit_dossier
from passeurs.dossiers.models import Dossier
from tests.factories import dossiers as factory
from tests.factories import organisations

pytestmark = pytest.mark.browser
NOW = timezone.now()
LOST = ["Failed to load resource"]  # what the console says of a request that was refused
TABLET = 820
OPINION = "Un projet que la salle attend."


@pytest.fixture
def reader(call):
    return organisations.team_member("committee", call.coordination)


@pytest.fixture
def passage(call, reader):
    """One dossier to read, by somebody invited to the sitting."""
    made = factory.complete_dossier(call)
    submit_dossier(made, by=made.holder, at=factory.AT + timedelta(hours=1))
    Dossier.objects.filter(pk=made.pk).update(state="admissible")
    by = {"by": organisations.team_member("coordination", call.coordination), "at": NOW}
    facts = {"name": "Comité de sélection", "place": "Salle Méliès", "video_link": "", "quorum": 1}
    facts |= {"starts_at": NOW + timedelta(days=9), "ends_at": NOW + timedelta(days=9, hours=3)}
    sitting = sittings.create_sitting(call, facts, **by)
    seats.give_seat(sitting, reader, body="Salle", role="member", stands_in_for=None, **by)
    passages.put_on_order(sitting, [Dossier.objects.get(pk=made.pk)], **by)
    seats.invite_everyone(sitting, **by)
    sittings.move_sitting(sitting, "read", **by)
    return sitting.passages.select_related("sitting").get()


@pytest.fixture
def reading(open_page, passage, reader):
    """Opens the dossier before its reader, with or without the script."""
    path = f"/comite/{passage.sitting_id}/lecture/{passage.pk}/"

    def look(*, javascript=True):
        return open_page(path, user=reader, width=TABLET, javascript=javascript, expect=LOST)

    return look


def mark(page, criterion, value):
    group = page.get_by_role("group", name=criterion["label"]).last
    group.get_by_role("radio", name=str(value), exact=True).check()


def comment(page, criterion):
    place = page.get_by_role("group", name=criterion["label"]).first
    return place.get_by_label(re.compile("^Commentaire"))


def says(page, words):
    expect(page.locator('form[data-autosave^="lecture"] [data-saved]')).to_contain_text(words)


def give(page):
    page.get_by_role("button", name="Rendre ma lecture").click()


def test_what_is_marked_without_the_line_is_kept_and_leaves_by_itself(reading, passage):
    page, (first, *_) = reading(), passage.sitting.grid
    page.context.set_offline(True)
    mark(page, first, 4)
    comment(page, first).fill("Un vrai parcours.")
    says(page, "gardé sur cet appareil")
    assert not Mark.objects.exists()

    page.context.set_offline(False)

    says(page, re.compile(r"Enregistré à \d"))
    found = Mark.objects.get()
    assert (found.criterion, found.value, found.comment) == (first["code"], 4, "Un vrai parcours.")
    expect(page.locator("#avancee")).to_contain_text("1 sur 5")


def test_a_tablet_shut_without_the_line_gives_back_what_was_typed(reading, passage):
    page = reading()
    page.context.set_offline(True)
    page.get_by_label("Votre avis d’ensemble").fill(OPINION)
    says(page, "gardé sur cet appareil")
    address = page.url
    page.close()
    page.context.set_offline(False)

    again = page.context.new_page()
    again.goto(address)

    expect(again.get_by_label("Votre avis d’ensemble")).to_have_value(OPINION)
    says(again, re.compile(r"Enregistré à \d"))
    assert Reading.objects.get().comment == OPINION


@pytest.mark.parametrize("javascript", [True, False], ids=["saved as typed", "without the script"])
def test_a_reading_is_refused_while_it_lacks_something_then_given_with_the_last_word(
    reading, passage, javascript
):
    page, (first, *others) = reading(javascript=javascript), passage.sitting.grid
    mark(page, first, 1)
    for one in others:
        mark(page, one, 4)
    give(page)
    expect(page.get_by_role("alert").first).to_contain_text("demande un commentaire")
    assert Reading.objects.get().given_at is None

    comment(page, first).fill("Le parcours reste à écrire.")
    give(page)

    expect(page.get_by_text("Votre lecture est rendue")).to_be_visible()
    given = Reading.objects.get()
    assert given.given_at is not None
    assert given.marks.get(criterion=first["code"]).comment == "Le parcours reste à écrire."
    page.get_by_role("button", name="Reprendre ma lecture").click()
    expect(page.get_by_role("button", name="Rendre ma lecture")).to_be_visible()


def test_on_a_tablet_the_grid_stays_in_sight_beside_the_dossier(reading):
    page = reading()
    page.get_by_role("link", name="Le budget").click()

    expect(page.get_by_role("heading", name="Le budget", level=3)).to_be_in_viewport()
    expect(page.get_by_role("button", name="Rendre ma lecture")).to_be_in_viewport()
    expect(page.locator("#avancee")).to_be_in_viewport()
