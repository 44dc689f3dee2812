"""The French sentences of a sharing: what a plan breaks, what holds it, what cannot be kept."""

from collections.abc import Mapping
from decimal import Decimal

from passeurs.core import typography
from passeurs.sharing.binding import Reason, Tight, Why
from passeurs.sharing.checking import Breach, Code
from passeurs.sharing.facts import ZERO
from passeurs.sharing.proposing import More, Proposal
from passeurs.sharing.wishing import Unmet

SENTENCES = {
    Code.UNKNOWN: "Le plan donne {amount} à {dossier} sur {envelope}, qui n’en font pas partie.",
    Code.NEGATIVE: "{dossier} : {amount} sur {envelope}, un montant ne descend pas sous zéro.",
    Code.STEP: "{dossier} : {amount} sur {envelope} n’est pas un multiple de {limit}.",
    Code.TERRITORY: "{dossier} : {amount} sur {envelope}, hors de son territoire.",
    Code.KIND: "{dossier} : {amount} sur {envelope}, qui ne sert pas ce type de projet.",
    Code.ASKED: "{dossier} : {amount} pour {limit} demandés, {gap} de trop.",
    Code.FLOOR: "{dossier} : {amount} sur {envelope}, sous le plancher de {limit}.",
    Code.CEILING: "{dossier} : {amount} sur {envelope}, {gap} au-dessus du plafond de {limit}.",
    Code.SHARE: "{dossier} : {amount} sur {envelope}, plus de {share} du coût ({limit}).",
    Code.HOLDER: "{holder} : {amount} pour tous ses dossiers sur {envelope}, {gap} au-dessus du"
    " plafond de {limit} par porteur.",
    Code.ENVELOPE: "{envelope} : {amount} attribués pour {limit}, {gap} de trop.",
    Code.MINIMUM: "{dossier} : {amount}, sous les {limit} qui rendent l’aide utile.",
    Code.COST: "{dossier} : {amount}, quand il ne lui manque que {limit} ; {gap} de trop.",
    Code.BALANCE: "{dossier} : il manque {gap} à son plan de financement ; {closing}.",
    Code.FORCED_IN: "{dossier} doit être retenu, et ne reçoit rien.",
    Code.FORCED_OUT: "{dossier} doit être écarté, et reçoit {amount}.",
    Code.FIXED: "{dossier} : {amount} sur {envelope}, quand {limit} ont été fixés.",
    Code.DEPARTMENT_AMOUNT: "Département {department} : {amount} pour {limit} au moins, il manque"
    " {gap}.",
    Code.DEPARTMENT_COUNT: "Département {department} : dossiers retenus : {found}, pour {least} au"
    " moins.",
    Code.ZONE_SHARE: "{zone} : {amount}, sous la part minimale de {share} ({limit}).",
}
ZONES = {"qpv": "Quartiers prioritaires", "rural": "Communes rurales"}


TIGHT = {
    Code.ENVELOPE: "{envelope} : {amount} attribués sur {limit}, {left}.",
    Code.HOLDER: "{holder} : {amount} pour tous ses dossiers sur {envelope}, au plafond de {limit}"
    " par porteur.",
    Code.FLOOR: "{dossier} : {amount} sur {envelope}, au plancher de {limit}.",
    Code.CEILING: "{dossier} : {amount} sur {envelope}, au plafond de {limit}.",
    Code.SHARE: "{dossier} : {amount} sur {envelope}, à la limite de {share} du coût ({limit}).",
    Code.ASKED: "{dossier} : {amount}, tout ce qui est demandé au financeur de {envelope}.",
    Code.MINIMUM: "{dossier} : {amount}, juste ce qui rend l’aide utile ({limit}).",
    Code.COST: "{dossier} : {amount}, tout ce qui lui manque.",
    Code.DEPARTMENT_AMOUNT: "Département {department} : {amount}, juste le minimum de {limit}.",
    Code.DEPARTMENT_COUNT: "Département {department} : dossiers retenus : {found}, juste le"
    " minimum.",
    Code.ZONE_SHARE: "{zone} : {amount}, juste la part minimale de {share}.",
}
WHY = {
    Why.FORCED_OUT: "{dossier} : le comité l’a écarté.",
    Why.NO_SCORE: "{dossier} n’a pas de note : il n’est pas proposé.",
    Why.LINE: "{dossier} : au rang {rank}, sous la ligne tracée après le rang {line}.",
    Why.MINIMUM: "{dossier} : il reste au plus {amount} pour lui, sous les {limit} qui rendent"
    " l’aide utile.",
    Why.NOT_ASKED: "{dossier} ne demande rien au financeur de {envelope}.",
    Why.TERRITORY: "{dossier} est hors du territoire de {envelope}.",
    Why.KIND: "{dossier} : {envelope} ne sert pas ce type de projet.",
    Why.FIXED: "{dossier} : {amount} ont été fixés sur {envelope}.",
    Why.COST: "{dossier} : avec {amount}, il ne lui manque plus rien que {envelope} puisse"
    " apporter.",
    Why.CEILING: "{dossier} : {amount} sur {envelope}, le plafond de {limit} est atteint.",
    Why.SHARE: "{dossier} : {amount} sur {envelope}, la limite de {share} du coût ({limit}) est"
    " atteinte.",
    Why.HOLDER: "{dossier} : {holder} reçoit {amount} de {envelope} pour tous ses dossiers, le"
    " plafond de {limit} par porteur est atteint.",
    Why.ENVELOPE: "{dossier} : {envelope} est épuisée, {amount} attribués sur {limit}.",
    Why.STEP: "{dossier} : il manque {amount}, moins que le pas de {limit} de {envelope}.",
    Why.FLOOR: "{dossier} : {envelope} peut encore apporter {amount}, sous son plancher de"
    " {limit}.",
    Why.ROOM: "{dossier} : {envelope} pourrait encore apporter {amount} ; les choix du comité ou"
    " d’autres dossiers passent avant.",
}
UNMET = {
    Code.FIXED: "{subject} : {asked} ne peuvent être fixés sur {envelope} ; {best}.",
    Code.FORCED_IN: "{subject} ne peut être retenu : aucune enveloppe ne peut le servir.",
    Code.DEPARTMENT_AMOUNT: "Département {subject} : le minimum de {asked} ne peut être atteint ;"
    " {best}.",
    Code.DEPARTMENT_COUNT: "Département {subject} : le minimum de dossiers retenus ({least}) ne"
    " peut être atteint ; {best}.",
    Code.ZONE_SHARE: "{subject} : la part minimale de {share} ne peut être tenue ; {best}.",
}


def sentence(breach: Breach, names: Mapping[str, str]) -> str:
    """What is wrong and by how much; `names` tells dossiers, envelopes, holders, departments."""
    return told(
        SENTENCES[breach.code],
        amount=typography.euros(breach.amount),
        limit=typography.euros(breach.limit),
        gap=typography.euros(breach.gap),
        found=breach.amount,
        least=breach.limit,
        share=percent(breach.share),
        dossier=names.get(breach.dossier, breach.dossier),
        envelope=names.get(breach.envelope, breach.envelope),
        holder=names.get(breach.holder, breach.holder),
        department=names.get(breach.department, breach.department),
        zone=ZONES.get(breach.zone, breach.zone),
        closing=closing(breach, names),
    )


def told(words: str, **facts: object) -> str:
    return str(typography.nbsp(words.format(**facts)))


def percent(share: Decimal | None) -> str:
    return f"{share or 0:f} %".replace(".", ",")


def closing(breach: Breach, names: Mapping[str, str]) -> str:
    """What would close the gap of a project: what envelopes still hold for it, or a lower cost."""
    rooms = (breach.rooms or {}).items()
    parts = [
        f"{names.get(key, key)} peut encore apporter {typography.euros(one)}" for key, one in rooms
    ]
    return " ou ".join([*parts, f"le projet peut coûter moins, de {typography.euros(breach.gap)}"])


def limit_sentence(tight: Tight, names: Mapping[str, str]) -> str:
    """A limit that the plan reaches."""
    left = tight.limit - tight.amount
    return told(
        TIGHT[tight.code],
        amount=typography.euros(tight.amount),
        limit=typography.euros(tight.limit),
        left=f"{typography.euros(left)} restent, moins qu’un pas" if left else "tout est attribué",
        found=tight.amount,
        share=percent(tight.share),
        dossier=names.get(tight.dossier, tight.dossier),
        envelope=names.get(tight.envelope, tight.envelope),
        holder=names.get(tight.holder, tight.holder),
        department=names.get(tight.department, tight.department),
        zone=ZONES.get(tight.zone, tight.zone),
    )


def reason_sentence(reason: Reason, names: Mapping[str, str]) -> str:
    """Why a dossier has no more."""
    return told(
        WHY[reason.why],
        amount=typography.euros(reason.amount),
        limit=typography.euros(reason.limit),
        rank=reason.amount,
        line=reason.limit,
        share=percent(reason.share),
        dossier=names.get(reason.dossier, reason.dossier),
        envelope=names.get(reason.envelope, reason.envelope),
        holder=names.get(reason.holder, reason.holder),
    )


def unmet_sentence(unmet: Unmet, names: Mapping[str, str]) -> str:
    """An option that cannot be kept with those before it, and how near one comes."""
    return told(
        UNMET[unmet.option],
        subject=ZONES.get(unmet.subject) or names.get(unmet.subject, unmet.subject),
        envelope=names.get(unmet.envelope, unmet.envelope),
        asked=typography.euros(unmet.asked),
        least=unmet.asked,
        share=percent(unmet.share),
        best=nearest(unmet),
    )


def nearest(unmet: Unmet) -> str:
    if unmet.best is None:
        return "le temps a manqué pour dire de combien on s’en approche"
    if unmet.option == Code.DEPARTMENT_COUNT:
        return f"au mieux {unmet.best}"
    if unmet.best < ZERO:
        return f"au mieux, il y manque {typography.euros(-unmet.best)}"
    return f"au mieux {typography.euros(unmet.best)}"


def proof_sentence(proposal: Proposal) -> str:
    """What is certain of a plan, and what is not."""
    if proposal.plan is None:
        return "Aucun plan trouvé."
    if not proposal.is_proven:
        return "Le temps a manqué : un meilleur plan existe peut-être."
    if not proposal.is_settled:
        return (
            "Aucun plan ne vaut mieux ; le temps a manqué pour choisir entre ceux qui valent"
            " autant, un autre calcul peut en montrer un autre."
        )
    return "Aucun plan ne vaut mieux, et le même calcul donne toujours celui-ci."


def more_sentence(more: More, names: Mapping[str, str]) -> str:
    """What more in an envelope would change, dossier by dossier."""
    return told(
        "{more} de plus sur {envelope} : {changes}.",
        more=typography.euros(more.more),
        envelope=names.get(more.envelope, more.envelope),
        changes=changes(more, names),
    )


def changes(more: More, names: Mapping[str, str]) -> str:
    if more.changes is None:
        return "le temps a manqué pour le dire"
    parts = [
        change(names.get(key, key), before, after) for key, (before, after) in more.changes.items()
    ]
    hedge = [] if more.is_settled else ["le temps a manqué pour en être sûr"]
    return " ; ".join([*(parts or ["rien ne change"]), *hedge])


def change(dossier: str, before: Decimal, after: Decimal) -> str:
    if not before:
        return f"{dossier} entre avec {typography.euros(after)}"
    if not after:
        return f"{dossier} sort, et perd {typography.euros(before)}"
    return f"{dossier} passe de {typography.euros(before)} à {typography.euros(after)}"
