"""The commitments' screen: each one with what it means."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_each_commitment_is_shown_with_its_meaning(client, ready):
    client.force_login(ready.holder)
    shown = client.get(reverse("dossiers:engagements", args=[ready.pk])).content.decode()
    for line in ready.edition.document()["commitments"]:
        assert line["label"] in shown
        assert line.get("text", "") in shown
    assert shown.count('name="commitments_accepted"') == len(ready.commitments_accepted)
