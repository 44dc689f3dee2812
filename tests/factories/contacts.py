"""People, coordinations, editions and the contacts between them."""

from datetime import UTC, datetime, timedelta

from passeurs.accounts.models import User
from passeurs.calls.models import Edition
from passeurs.contacts.models import Contact
from passeurs.organisations.models import Coordination, Membership, Structure, TeamMember

AT = datetime(2023, 9, 12, 8, 0, tzinfo=UTC)

CALENDAR = {
    "opening": "2023-09-01T00:00:00",
    "contact_before": "2023-09-30T23:59:59",
    "filing_before": "2023-10-31T23:59:59",
}


def coordination(slug="la-trame"):
    return Coordination.objects.create(
        slug=slug, name=f"Coordination {slug}", region_name="Région", email=f"{slug}@exemple.fr"
    )


def edition(of=None, slug="occitanie-2024", *, is_public=True):
    zone = "Europe/Paris"
    return Edition.objects.create(
        coordination=of or coordination(),
        slug=slug,
        title=f"Édition {slug}",
        year=2024,
        is_public=is_public,
        ceiling_scope="holder_edition",
        share_base="without_voluntary",
        age_min=12,
        age_max=25,
        core_share=50,
        report_under=25,
        qpv_vintage=2015,
        rural_kind="ZRR",
        rural_vintage=2021,
        opens_at=datetime(2023, 8, 31, 22, tzinfo=UTC),
        contact_before_at=datetime(2023, 9, 30, 21, 59, 59, tzinfo=UTC),
        filing_before_at=datetime(2023, 10, 31, 22, 59, 59, tzinfo=UTC),
        document_cache={"timezone": zone, "calendar": CALENDAR},
    )


def person(email="nadia@exemple.fr", **names):
    return User.objects.create_user(email, **names)


def teammate(of, email="salome@exemple.fr", role="coordination"):
    user = person(email, first_name="Salomé", last_name="Vidalens")
    TeamMember.objects.create(user=user, coordination=of, role=role)
    return user


def structure(name="MJC du Pont-Vieux", *, known_to=None, member=None, siret=None):
    found = Structure.objects.create(
        name=name, legal_status="association", actor_kind="audience", siret=siret
    )
    if known_to:
        found.coordinations.add(known_to)
    if member:
        Membership.objects.create(structure=found, user=member, role="representative")
    return found


def contact(of, *, at=AT, rank=0, **facts):
    """A contact of the edition `of`; `rank` sets apart rows made in a loop."""
    given = {
        "structure_name": "MJC du Pont-Vieux",
        "city": "Cahors",
        "person_name": "Nadia Ferrer",
        "email": "nadia@exemple.fr",
        "channel": "form",
        "source": "public",
        "message": "Bonjour",
        "at": at + timedelta(minutes=rank),
    } | facts
    return Contact.objects.create(edition=of, coordination=of.coordination, **given)
