"""What a dossier may be given at a sitting, and the most each envelope may give it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from passeurs.core.typography import euros, nbsp
from passeurs.sharing import words
from passeurs.sharing.checking import Breach, Code, check
from passeurs.sharing.facts import Envelope as Pot
from passeurs.sharing.facts import Options, Plan, Request

from ..models import Envelope, Passage, Sitting
from .requests import ZERO, envelope_facts, key_of, requests_of
from .session import granted_in, title_of

OF_OTHERS = {Code.ENVELOPE, Code.HOLDER}
"""Bounds that tell what other dossiers received."""

type Amounts = Mapping[int, Decimal]


@dataclass(frozen=True)
class Ground:
    """A dossier before the envelopes, with what all the others were given."""

    passage: Passage
    request: Request
    requests: Mapping[str, Request]
    pots: Mapping[int, Pot]
    names: Mapping[str, str]
    others: Mapping[tuple[str, str], Decimal]

    def breaches(self, amounts: Amounts) -> list[Breach]:
        """What these amounts, by envelope, would break."""
        mine = {(self.request.dossier, str(key)): one for key, one in amounts.items() if one}
        plan = Plan({**self.others, **mine})
        found = check(plan, self.requests.values(), self.pots.values(), Options())
        return [one for one in found if one.is_blocking and self._is_mine(one, amounts)]

    def _is_mine(self, breach: Breach, amounts: Amounts) -> bool:
        if breach.dossier:
            return breach.dossier == self.request.dossier
        is_given = any(str(key) == breach.envelope and one for key, one in amounts.items())
        return is_given and breach.holder in {"", self.request.bearer}

    def most(self, envelope: int, amounts: Amounts) -> Decimal:
        """The most this envelope may give, what the others of `amounts` give being held."""
        pot, request = self.pots[envelope], self.request
        if not (pot.is_territory(request) and pot.is_kind(request)):
            return ZERO
        mine = sum((one for key, one in amounts.items() if key != envelope), ZERO)
        spent = sum((one for (_, key), one in self.others.items() if key == pot.key), ZERO)
        limits = [
            request.asked.get(pot.funder, ZERO),
            request.need - mine,
            pot.total - spent,
            pot.ceiling,
            pot.by_share(request),
            None if pot.holder_ceiling is None else pot.holder_ceiling - self._held(pot.key),
        ]
        best = pot.rounded(max(ZERO, min(one for one in limits if one is not None)))
        return best if best >= pot.floor else ZERO

    def _held(self, envelope: str) -> Decimal:
        bearer = self.request.bearer
        return sum(
            (
                one
                for (dossier, key), one in self.others.items()
                if key == envelope and self.requests[dossier].bearer == bearer
            ),
            ZERO,
        )

    def sentences(self, amounts: Amounts, *, is_whole: bool) -> list[str]:
        """Each bound that is passed, then the most one may give.

        To whoever is kept away from another dossier, no figure that tells what it received.
        """
        found = self.breaches(amounts)
        told = [self._told(one, is_whole=is_whole) for one in found]
        if found and is_whole:
            told += [self._most(key, amounts) for key, one in amounts.items() if one]
        return told

    def _told(self, breach: Breach, *, is_whole: bool) -> str:
        if is_whole or breach.code not in OF_OTHERS:
            return words.sentence(breach, self.names)
        funder = self.names[breach.envelope]
        return f"{funder}\u00a0: ce montant dépasse ce que l’enveloppe permet encore."

    def _most(self, envelope: int, amounts: Amounts) -> str:
        funder = self.names[str(envelope)]
        most = euros(self.most(envelope, amounts))
        return str(nbsp(f"{funder} : vous pouvez donner au plus {most} à ce dossier."))


def ground_for(sitting: Sitting, passage: Passage) -> Ground:
    """Four questions, whatever the number of dossiers."""
    envelopes: list[Envelope] = list(sitting.envelopes.all())
    given = granted_in(sitting, but=passage)
    related = ("dossier__structure__commune", "dossier__project")
    keys = {pk for pk, _ in given} | {passage.pk}
    rows = list(sitting.passages.filter(pk__in=keys).select_related(*related))
    found = requests_of(rows, envelopes, {})
    by_pk = {one.pk: key_of(one) for one in rows}
    names = {str(one.pk): one.funder for one in envelopes}
    for one in rows:
        names[key_of(one)] = f"« {title_of(one)} »"
        names[found[one.pk].bearer] = one.dossier.structure.name
    return Ground(
        passage=passage,
        request=found[passage.pk],
        requests={one.dossier: one for one in found.values()},
        pots={one.pk: envelope_facts(one) for one in envelopes},
        names=names,
        others={(by_pk[pk], str(key)): one for (pk, key), one in given.items()},
    )
