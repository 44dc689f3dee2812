"""The idea box: what a kind of action brings by itself."""

import pytest
from django.urls import reverse

from passeurs.dossiers.actions.kinds import follow_kind, from_idea_box

pytestmark = pytest.mark.django_db


def test_an_idea_starts_with_its_kind_its_nature_and_its_name(draft):
    idea = from_idea_box(draft, "open_air")
    assert (idea["kind"], idea["nature"]) == ("open_air", "voir")
    assert idea["title"]


def test_a_kind_the_edition_does_not_have_brings_nothing(draft):
    assert from_idea_box(draft, "inventé") == {}


def test_an_action_picked_in_the_box_is_already_of_its_kind(client, draft):
    client.force_login(draft.holder)
    url = reverse("dossiers:row_add", args=[draft.pk, "actions"])
    client.post(url, {"kind": "foley_workshop"})
    assert draft.actions.get().nature == "faire"


def test_the_nature_follows_the_kind_that_was_chosen(draft):
    action = draft.actions.create(position=1, kind="open_air", nature="faire")
    follow_kind(action)
    action.refresh_from_db()
    assert action.nature == "voir"


def test_a_kind_nobody_knows_leaves_the_nature_alone(draft):
    action = draft.actions.create(position=1, kind="inventé", nature="faire")
    follow_kind(action)
    action.refresh_from_db()
    assert action.nature == "faire"
