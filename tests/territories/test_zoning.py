import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.django_db


def zoning(*arguments):
    out = StringIO()
    call_command("zoning", *arguments, stdout=out)
    return json.loads(out.getvalue())


def test_a_commune_answers_under_the_zonings_of_a_year(shipped):
    found = zoning("--insee", "81060", "--vintage", "2023")
    assert (found["qpv"]["vintage"], found["rural"]["kind"]) == (2015, "ZRR")


def test_a_point_answers_under_the_zonings_in_force(shipped):
    found = zoning("--point", "43.5625,1.3985")
    assert (found["qpv"]["code"], found["rural"]["vintage"]) == ("QN03107M", 2025)


@pytest.mark.parametrize("point", ["", "ici", "43.6", "91,1", "43.6,1.4,2"])
def test_a_point_that_cannot_be_read_is_refused(point):
    with pytest.raises(CommandError, match="Point illisible"):
        zoning("--point", point)


def test_a_place_must_be_given():
    with pytest.raises(CommandError):
        zoning()
