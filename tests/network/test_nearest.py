"""« Salles à proximité »: the same answer as measuring every hall, at a constant price."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from passeurs.network.models import Venue
from passeurs.network.queries.venues import RADII_M, nearest
from passeurs.network.rules import distance_m
from tests.factories import network, organisations

pytestmark = pytest.mark.django_db
around_cahors = st.tuples(st.floats(43.0, 46.0), st.floats(0.0, 3.0))


def fill(points, **facts):
    coordination, commune = organisations.coordination(), network.a_commune()
    Venue.objects.bulk_create(
        Venue(
            coordination=coordination,
            commune=commune,
            name=f"Salle {rank}",
            kind="cinema",
            lat=lat,
            lon=lon,
            is_exact=True,
            created_at=network.AT,
            updated_at=network.AT,
            **facts,
        )
        for rank, (lat, lon) in enumerate(points)
    )


@settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(here=around_cahors, points=st.lists(around_cahors, max_size=25), count=st.integers(1, 7))
def test_the_nearest_are_those_that_measuring_them_all_finds(db, here, points, count):
    Venue.objects.all().delete()
    fill(points)
    measured = sorted(distance_m(*here, *point) for point in points)
    expected = [metres for metres in measured if metres <= RADII_M[-1]][:count]
    found = nearest(lat=here[0], lon=here[1], count=count)
    assert [near.metres for near in found] == pytest.approx(expected)


def test_halls_on_both_sides_of_the_far_meridian_are_neighbours():
    fill([(-13.3, 179.95), (-13.3, -179.95), (-13.3, 170.0)])
    assert len(nearest(lat=-13.3, lon=179.99, count=2)) == 2
    assert len(nearest(lat=-13.3, lon=-179.99, count=2)) == 2


@pytest.mark.parametrize("lat", [-90, 90])
def test_a_pole_is_a_place_too(lat):
    fill([(lat, 10.0)])
    assert len(nearest(lat=lat, lon=-170)) == 1


def test_a_hall_that_closed_or_was_merged_or_has_no_point_is_not_near():
    fill([(44.45, 1.44)], closed_at=network.AT)
    kept = network.venue(name="La bonne", lat=44.46, lon=1.44)
    network.venue(name="Le doublon", lat=44.46, lon=1.44, merged_into=kept)
    network.venue(name="Sans point")
    Venue.objects.filter(name="Sans point").update(lat=None, lon=None)
    assert [near.venue for near in nearest(lat=44.45, lon=1.44)] == [kept]


def test_three_thousand_halls_cost_as_many_queries_as_six():
    six = [(44.4 + rank / 1000, 1.4) for rank in range(6)]
    fill(six)
    with CaptureQueriesContext(connection) as few:
        nearest(lat=44.4, lon=1.4)
    fill([(43 + rank % 60 / 20, rank // 60 / 17) for rank in range(3_000)])
    with CaptureQueriesContext(connection) as many:
        found = nearest(lat=44.4, lon=1.4)
    assert (len(few), len(many)) == (2, 2)
    assert len(found) == 5


def test_nothing_around_costs_one_query_a_radius_and_answers_nothing():
    fill([(48.0, 7.0)])
    with CaptureQueriesContext(connection) as asked:
        assert nearest(lat=43.0, lon=0.0) == []
    assert len(asked) <= len(RADII_M)


def test_the_box_uses_the_index_on_the_point():
    """Else three thousand halls would be read to find five."""
    fill([(44.4, 1.4)])
    rows = Venue.objects.filter(lat__gte=44, lat__lte=45, lon__gte=1, lon__lte=2)
    if connection.vendor == "sqlite":
        assert "venue_point" in rows.order_by().explain()
