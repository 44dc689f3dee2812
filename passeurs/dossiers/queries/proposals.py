"""Who could lead an action, best first; and whom the coordination proposed for it."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from passeurs.network.matching import Match, Wanted, crafts_said_in, ranked
from passeurs.network.models import Practitioner
from passeurs.network.queries.people import reusable

from ..enums import ProposalState
from ..models import ActionPerson, Proposal
from .content import content_of
from .network import point_of_action

MOST_WEIGHED = 400
"""Cards read at most to propose from: those of the structure first, then the directory's."""

SHOWN = 20
METRES = 1000


@dataclass(frozen=True)
class Found:
    """A card and what speaks for it; the card says `is_in` the action, or `is_proposed` for it."""

    card: Practitioner
    match: Match


def wanted_of(action, craft=""):
    """What the action says it needs: its craft by its words, its place, its days, its publics."""
    point = point_of_action(action)
    spoken = f"{_kind_of(action)} {action.title}"
    return Wanted(
        crafts=frozenset({craft}) if craft else crafts_said_in(spoken),
        point=(point[1], point[0]) if point else None,
        department=action.commune.department if action.commune else "",
        on=action.starts_on,
        until=action.ends_on,
        publics=frozenset(action.dossier.audience.kinds),
    )


def _kind_of(action):
    kinds = action.dossier.edition.document().get("action_kinds", [])
    return next((kind["label"] for kind in kinds if kind["code"] == action.kind), "")


def found_for(action, *, craft="", within_km=None, only_free=False):
    """The practitioners to think of for an action, best first; one query."""
    cards = {card.pk: card for card in _cards(action)}
    wanted = wanted_of(action, craft)
    matches = ranked(wanted, (card.profile for card in cards.values()))
    kept = [one for one in matches if _is_asked(one, craft, within_km, only_free=only_free)]
    return [Found(cards[one.profile.key], one) for one in kept[:SHOWN]]


def _cards(action):
    rows = ActionPerson.objects.filter(action=action, person__practitioner=OuterRef("pk"))
    waiting = Proposal.objects.filter(action=action, practitioner=OuterRef("pk"))
    waiting = waiting.filter(state=ProposalState.PROPOSED)
    cards = reusable(action.dossier.structure).select_related("home")
    return cards.annotate(is_in=Exists(rows), is_proposed=Exists(waiting))[:MOST_WEIGHED]


def _is_asked(match, craft, within_km, *, only_free):
    """Whether a match passes the filters; what is not known passes, save for the craft."""
    if craft and craft not in match.profile.crafts:
        return False
    if within_km and match.metres is not None and match.metres > within_km * METRES:
        return False
    return match.is_free or not only_free


def action_of(dossier, pk):
    """One of the dossier's actions, with what a proposal reads, or None."""
    action = next((one for one in content_of(dossier).actions if one.pk == pk), None)
    if action:
        action.dossier = dossier
    return action


def proposed_to():
    """Whether a proposal waits in the dossier the question is about."""
    rows = Proposal.objects.filter(action__dossier=OuterRef("pk"), state=ProposalState.PROPOSED)
    return Exists(rows)


def open_proposals(actions):
    """Hang on each action the proposals that wait for an answer; one query."""
    keys = [action.pk for action in actions]
    rows = Proposal.objects.filter(action__in=keys, state=ProposalState.PROPOSED)
    by_action = {}
    for one in rows.select_related("practitioner", "by").order_by("pk"):
        by_action.setdefault(one.action_id, []).append(one)
    for action in actions:
        action.proposed = by_action.get(action.pk, [])
    return actions


def proposals_of(dossier):
    """Every proposal made for the dossier, the last first, as the coordination follows them."""
    rows = Proposal.objects.filter(action__dossier=dossier)
    return rows.select_related("action", "practitioner", "by", "answered_by").order_by("-pk")
