"""The look that a person's own team gives to their desk."""

from django.db.models import F, Subquery
from django.db.models.functions import JSONObject

from ..models import Coordination


def look_of_team(person):
    """A column of a question on people: what `looks.look_from` reads; the first team by name."""
    told = JSONObject(
        slug="slug",
        name="name",
        region="region_name",
        drac="drac_name",
        light="accent_light",
        dark="accent_dark",
        logo=F("logo_id"),
        alt="logo_alt",
    )
    found = Coordination.objects.filter(team__user=person).order_by("name", "pk")
    return Subquery(found.values(told=told)[:1])
