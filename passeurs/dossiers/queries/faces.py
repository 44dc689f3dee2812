"""The team of a dossier as its head shows it: names alone, read with the dossier itself."""

from django.db.models import CharField, OuterRef, StringAgg, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat, NullIf, Trim

from passeurs.core.components import initials
from passeurs.organisations.models import Membership

from ..models import DossierMember

BETWEEN, WITHIN = "\x1e", "\x1f"  # the separators of ASCII: records, and units in a record


def with_faces(dossiers):
    """Bring along the names of each dossier's team, in the same statement."""
    members = Membership.objects.filter(structure=OuterRef("structure"))
    guests = DossierMember.objects.in_force().filter(dossier=OuterRef("pk"))
    return dossiers.annotate(
        member_names=_names(members, "structure"), guest_names=_names(guests, "dossier")
    )


def faces_of(dossier):
    """(name, initials) of each person, once; those of the structure first."""
    read = f"{dossier.member_names or ''}{BETWEEN}{dossier.guest_names or ''}"
    rows = (row.partition(WITHIN) for row in read.split(BETWEEN) if row)
    named = {pk: name for pk, _, name in rows}
    return [{"name": name, "initials": initials(name)} for name in named.values()]


def _names(rows, of):
    name = Trim(Concat("user__first_name", Value(" "), "user__last_name"))
    shown = Coalesce(NullIf(name, Value("")), "user__email", output_field=CharField())
    one = Concat(Cast("user_id", CharField()), Value(WITHIN), shown, output_field=CharField())
    grouped = rows.order_by().values(of)
    return Subquery(grouped.annotate(names=StringAgg(one, Value(BETWEEN))).values("names"))
