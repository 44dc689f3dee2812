"""The audience's screen: its totals, and the share of the ages the edition is for."""

from types import SimpleNamespace

import pytest
from django.urls import reverse

from passeurs.dossiers.queries.audience import ages_of, is_within, words_of

ASKED = {"age_min": 12, "age_max": 25, "bands": [[6, 11], [12, 14], [18, 25], [60, None]]}
BANDS = {
    "6-11": {"women": 4, "men": None},
    "12-14": {"women": 10, "men": 8, "unspecified": 2},
    "60-": {"men": 16},
}


def counted(bands):
    edition = SimpleNamespace(document=lambda: {"audience": ASKED})
    return ages_of(SimpleNamespace(bands=bands), edition)


def test_every_row_every_column_and_the_whole_are_summed():
    sums = counted(BANDS)["sums"]
    assert (sums["age-6-11"], sums["age-12-14"], sums["age-18-25"], sums["age-60-"]) == (
        4,
        20,
        0,
        16,
    )
    assert (sums["ages-women"], sums["ages-men"], sums["ages-unspecified"]) == (14, 24, 2)
    assert sums["ages-all"] == 40


def test_the_share_is_that_of_the_ages_of_the_edition():
    found = counted(BANDS)
    assert (found["total"], found["core"], found["share"]) == (40, 20, 50)


def test_an_audience_of_nobody_has_no_share():
    assert counted({})["share"] is None


@pytest.mark.parametrize(
    ("band", "counts"),
    [("12-14", True), ("18-25", True), ("6-11", False), ("11-12", False), ("60-", False)],
)
def test_a_band_counts_when_it_lies_wholly_within(band, counts):
    assert is_within(band, ASKED) is counts


def test_ages_without_an_upper_bound_take_all_that_is_older():
    assert is_within("60-", {"age_min": 12, "age_max": None})
    assert words_of({"age_min": 12}) == "12 ans et plus"


@pytest.mark.django_db
def test_the_totals_are_on_the_page_and_in_what_a_save_reads_again(client, ready):
    client.force_login(ready.holder)
    page = reverse("dossiers:publics", args=[ready.pk])
    data = {"_version": 0, "band-26-59-women": "30"}
    client.post(page, data, headers={"X-Autosave": "1"})
    panel = reverse("dossiers:panel", args=[ready.pk, "audience"])
    for answer in (client.get(page), client.get(panel)):
        shown = answer.content.decode()
        assert "dont 12-25 ans\u00a0: " in shown
        assert "30, soit 50\u00a0%" in shown
        assert '<span id="ages-all">60</span>' in shown
