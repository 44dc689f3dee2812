"""What keeps the decisions of a sitting from being told, each with where to mend it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from passeurs.accounts.models import User
from passeurs.calls.enums import WordingKind
from passeurs.calls.queries import words_for
from passeurs.core.typography import nbsp
from passeurs.dossiers.enums import CorrectionState, State
from passeurs.dossiers.merge_fields import holes_in
from passeurs.dossiers.models import CorrectionRequest
from passeurs.dossiers.queries.people import filers_by_dossier
from passeurs.sharing import words
from passeurs.sharing.checking import check
from passeurs.sharing.facts import Options, Plan

from ..enums import Verdict
from ..models import Passage, Sitting
from .letters import NOTIFICATION, amounts_of, decision_of, to_tell, unknown_words, values_for
from .requests import envelope_facts, key_of, requests_of
from .session import given_in, is_whole, judged_by, title_of

HIDDEN = (
    "Quelque chose n’est pas prêt que vous ne pouvez pas lire : vous êtes écarté d’un dossier de "
    "cette séance. Demandez à quelqu’un qui ne l’est pas."
)


@dataclass(frozen=True)
class Obstacle:
    """`passage` is None for what concerns the edition or an envelope; `url` is where to mend it."""

    sentence: str
    passage: Passage | None = None
    url: str = ""
    where: str = ""

    @property
    def told(self) -> str:
        title = f"« {title_of(self.passage)} » : " if self.passage else ""
        return str(nbsp(f"{title}{self.sentence}"))


def obstacles_to(sitting: Sitting, passages: Iterable[Passage] | None = None) -> list[Obstacle]:
    """All of them, whoever asks; about a dozen questions, whatever the number of dossiers."""
    held = to_tell(sitting) if passages is None else list(passages)
    decided = [one for one in held if decision_of(one)]
    return [
        *_undecided(sitting, held),
        *_unworded(decided),
        *_unheld(held),
        *_correcting(held),
        *_unbounded(sitting, decided),
    ]


def obstacles_for(
    sitting: Sitting, user: User, passages: Iterable[Passage] | None = None
) -> list[Obstacle]:
    """The same as a reader may know them: of a dossier they are kept away from, nothing."""
    found = obstacles_to(sitting, passages)
    if not found or is_whole(sitting, user):
        return found
    seen = set(
        sitting.passages.filter(dossier__in=judged_by(user).values("pk")).values_list(
            "pk", flat=True
        )
    )
    known = [one for one in found if one.passage is None and one.where]
    known += [one for one in found if one.passage is not None and one.passage.pk in seen]
    return known if len(known) == len(found) else [*known, Obstacle(HIDDEN)]


def _undecided(sitting: Sitting, held: list[Passage]) -> Iterator[Obstacle]:
    for one in held:
        url = reverse("committee:amend", args=[sitting.pk, one.pk])
        decision = decision_of(one)
        if one.dossier.state == State.SUBMITTED:
            at_desk = reverse("instruction:admission", args=[one.dossier_id])
            yield Obstacle("n’est plus recevable à ce jour.", one, at_desk, "Sa recevabilité")
        elif decision is None:
            yield Obstacle("aucune décision n’est notée.", one, url, "Noter la décision")
        elif decision.verdict == Verdict.GRANTED and not amounts_of(decision):
            yield Obstacle("un accord sans montant.", one, url, "Donner le montant")
        elif decision.verdict == Verdict.DECLINED and not decision.reason.strip():
            yield Obstacle("un refus sans motif.", one, url, "Écrire le motif")


def _unworded(decided: list[Passage]) -> Iterator[Obstacle]:
    """Fields nobody knows, said once for each text; then those a dossier leaves empty."""
    unknown: dict[str, list[str]] = {}
    for one in decided:
        unknown |= unknown_words(one.dossier.edition, one.decision.verdict)
    for kind, names in unknown.items():
        if names:
            edition = decided[0].dossier.edition
            url = reverse("editions:row", args=[edition.slug, "modeles", kind])
            label = WordingKind(kind).label
            named = ", ".join(f"{{{name}}}" for name in names)
            told = nbsp(f"Le texte « {label} » a un champ que personne ne connaît : {named}.")
            yield Obstacle(told, None, url, "Reprendre ce texte")
    values = values_for(decided)
    for one in decided:
        for name in _holes(one, values[one.pk]):
            url = reverse("desk:dossier", args=[one.dossier_id])
            told = f"le champ {{{name}}} de sa lettre serait vide."
            yield Obstacle(told, one, url, "Compléter le dossier")


def _holes(passage: Passage, values: dict[str, str]) -> list[str]:
    edition = passage.dossier.edition
    texts = [words_for(edition, kind) for kind in (passage.decision.verdict, NOTIFICATION)]
    return holes_in(" ".join(f"{one.subject} {one.body}" for one in texts), values)


def _unheld(held: list[Passage]) -> Iterator[Obstacle]:
    known = filers_by_dossier([one.dossier for one in held])
    for one in held:
        if not known[one.dossier_id]:
            url = reverse("dossiers:team", args=[one.dossier_id])
            told = "personne n’y représente le porteur, la lettre n’irait à personne."
            yield Obstacle(told, one, url, "Son équipe")


def _correcting(held: list[Passage]) -> Iterator[Obstacle]:
    keys = [one.dossier_id for one in held]
    rows = CorrectionRequest.objects.filter(dossier__in=keys, state=CorrectionState.SENT)
    sent = set(rows.values_list("dossier", flat=True))
    for one in held:
        if one.dossier_id in sent:
            url = reverse("dossiers:corrections", args=[one.dossier_id])
            told = "une correction est chez le porteur : attendez-la, ou retirez-la."
            yield Obstacle(told, one, url, "Ses corrections")


def _unbounded(sitting: Sitting, decided: list[Passage]) -> Iterator[Obstacle]:
    """Each bound that the amounts pass, all the grants of the sitting together."""
    envelopes = list(sitting.envelopes.all())
    given = given_in(sitting)
    rows = list(
        sitting.passages.filter(pk__in={pk for pk, _ in given}).select_related(
            "dossier__structure__commune", "dossier__project"
        )
    )
    found = requests_of(rows, envelopes, {})
    keys = {one.pk: key_of(one) for one in rows}
    plan = Plan({(keys[pk], str(envelope)): one for (pk, envelope), one in given.items()})
    names: dict[str, Any] = {str(one.pk): one.funder for one in envelopes}
    for one in rows:
        names |= {keys[one.pk]: title_of(one), found[one.pk].bearer: one.dossier.structure.name}
    by_key = {keys[one.pk]: one for one in rows}
    for breach in check(plan, found.values(), map(envelope_facts, envelopes), Options()):
        if breach.is_blocking:
            passage = by_key.get(breach.dossier)
            yield _bound(sitting, words.sentence(breach, names), passage)


def _bound(sitting: Sitting, sentence: str, passage: Passage | None) -> Obstacle:
    if passage is None:
        return Obstacle(sentence, None, "", "")
    url = reverse("committee:amend", args=[sitting.pk, passage.pk])
    told = sentence.removeprefix(f"{title_of(passage)}\u00a0: ")
    return Obstacle(told, passage, url, "Revoir le montant")
