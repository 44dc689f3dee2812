"""Who of those who judge is tied to a dossier, by what is written today."""

from collections import defaultdict

from passeurs.accounts.models import User
from passeurs.core.folding import fold
from passeurs.network.models import Practitioner, Venue
from passeurs.organisations.enums import TeamRole
from passeurs.organisations.models import Membership, TeamMember

from ..enums import Tie
from ..interests import Concerned, Judge, Party, ties_between
from ..models import Person

JUDGING = (TeamRole.DRAC, TeamRole.REGION, TeamRole.COMMITTEE)
SIREN = 9


def ties_of(dossier, judges=None):
    """[(user key, tie)] for the DRAC, the Région and the committee of its coordination."""
    concerned = concerned_by(dossier)
    people = judges_of(dossier.edition.coordination_id) if judges is None else judges
    return [(one.user, tie) for one in people for tie in ties_between(one, concerned)]


def judges_of(coordination):
    """Those who judge the dossiers of a coordination; two questions."""
    teams = TeamMember.objects.filter(coordination=coordination, role__in=JUDGING)
    people = User.objects.filter(pk__in=teams.values("user"), is_active=True).order_by("pk")
    rows = Membership.objects.filter(user__in=people).select_related("structure")
    held = defaultdict(list)
    for row in rows:
        held[row.user_id].append((row.structure_id, _party(row.structure)))
    return [Judge(one.pk, one.email.lower(), tuple(held[one.pk])) for one in people]


def kept_away(dossier, users):
    """Those of these people who may not hear of a filed dossier; two questions for all of them.

    The same answer as `Dossier.objects.judged_by`, person by person.
    """
    keys = [one.pk for one in users]
    teams = TeamMember.objects.filter(user__in=keys, coordination=dossier.edition.coordination_id)
    ties = dossier.recusals.in_force().filter(user__in=keys)
    roles, tied = defaultdict(set), defaultdict(set)
    for user, role in teams.values_list("user", "role"):
        roles[user].add(role)
    for user, tie in ties.values_list("user", "tie"):
        tied[user].add(tie)
    return {key for key in keys if not _hears(roles[key], tied[key])}


def _hears(roles, ties):
    """Who prepares hears unless they declared a tie; who judges, while nothing ties them."""
    prepares = TeamRole.COORDINATION in roles and Tie.DECLARED not in ties
    return prepares or (bool(roles & set(JUDGING)) and not ties)


def concerned_by(dossier):
    """Everybody whom the dossier names, by the numbers and addresses that it gives."""
    partners = list(dossier.partners.all())
    funders = dossier.budgetlines.filter(scope="project").exclude(funder="")
    return Concerned(
        holder=dossier.structure_id,
        holder_party=_party(dossier.structure),
        partners=tuple(Party(fold(one.name), one.siret[:SIREN]) for one in partners),
        funders=tuple(Party(fold(name)) for name in funders.values_list("funder", flat=True)),
        practitioners=_practitioners_of(dossier),
        contacts=frozenset(one.contact_email.lower() for one in partners if one.contact_email),
        venues=_venues_of(dossier),
    )


def _party(structure):
    return Party(fold(structure.name), structure.siret[:SIREN])


def _practitioners_of(dossier):
    rows = Person.objects.filter(dossier=dossier, practitioner__isnull=False)
    cards = Practitioner.objects.filter(pk__in=rows.values("practitioner")).exclude(email="")
    return frozenset(email.lower() for email in cards.values_list("email", flat=True))


def _venues_of(dossier):
    """The contacts of the listed venues that an action names, in the commune it names."""
    actions = dossier.actions.exclude(venue_name="")
    named = set(actions.values_list("venue_name", "venue_insee"))
    found = Venue.objects.filter(name__in={name for name, _ in named}).exclude(email="")
    rows = found.values_list("name", "commune", "email")
    return frozenset(
        email.lower() for name, insee, email in rows if named & {(name, insee), (name, "")}
    )
