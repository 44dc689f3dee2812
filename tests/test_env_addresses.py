"""The addresses of outside services: well written, or the platform does not start."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import env


def test_an_address_has_a_default_and_an_empty_one_switches_the_service_off(monkeypatch):
    assert env.address("PASSEURS_X", "https://a.example/q") == "https://a.example/q"
    monkeypatch.setenv("PASSEURS_X", " ")
    assert env.address("PASSEURS_X", "https://a.example/q") == ""


@pytest.mark.parametrize("written", ["a.example", "ftp://a.example", "https://", "javascript:1"])
def test_an_address_that_is_none_stops_the_start(monkeypatch, written):
    monkeypatch.setenv("PASSEURS_X", written)
    with pytest.raises(ImproperlyConfigured, match="PASSEURS_X"):
        env.address("PASSEURS_X")


def test_official_sources_are_named_by_kind_and_year(monkeypatch):
    monkeypatch.setenv(
        "PASSEURS_X", "FRR-2025=https://a.example/f?x=1, ZRR-2021=https://b.example/z"
    )
    assert env.addresses("PASSEURS_X") == {
        "FRR-2025": "https://a.example/f?x=1",
        "ZRR-2021": "https://b.example/z",
    }


@pytest.mark.parametrize("written", ["FRR-2025", "FRR-2025=a.example"])
def test_a_source_without_address_stops_the_start(monkeypatch, written):
    monkeypatch.setenv("PASSEURS_X", written)
    with pytest.raises(ImproperlyConfigured, match="PASSEURS_X"):
        env.addresses("PASSEURS_X")


def test_a_policy_names_the_origin_of_the_tiles_and_nothing_without_them():
    assert env.origin("https://t.example/{z}/{x}/{y}.png") == ["https://t.example"]
    assert env.origin("") == []
