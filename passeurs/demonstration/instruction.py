"""What the demonstration's coordination decided and wrote: admissible dossiers, a refusal, sheets."""

from datetime import timedelta
from decimal import Decimal

from passeurs.dossiers.changes import AttributeChange, as_text
from passeurs.dossiers.enums import State
from passeurs.dossiers.models import Dossier
from passeurs.dossiers.queries.admission import appeal_of
from passeurs.instruction.actions.admission import admit, refuse
from passeurs.instruction.actions.online import keep_online_form
from passeurs.instruction.actions.pieces import note_report, verify_piece
from passeurs.instruction.actions.sheets import (
    finish_sheet,
    save_sheet,
    share_sheet,
    validate_sheet,
)
from passeurs.instruction.models import Sheet
from passeurs.instruction.queries.pieces import obstacles_to, pieces_of
from passeurs.instruction.queries.sheets import bounds_of

EDITION = "occitanie-2024"
AFTER = timedelta(days=39, hours=16)
"""Past the second date for last year’s bilan: one that never came keeps its dossier out."""
SHEETS = (
    {
        "strengths": "Un vrai parcours : les jeunes programment, tournent, puis montrent. Le "
        "cinéma du centre-ville est partenaire depuis trois ans.",
        "doubts": "Le calendrier de juillet est serré. Qui accompagne le groupe le soir ?",
        "background": "Porteur connu, deux éditions. Bilans rendus à l’heure.",
        "opinion": "favourable",
        "opinion_text": "Projet solide, ancré dans le quartier, bien entouré. À soutenir.",
        "priority": 1,
        "part": "1.00",
    },
    {
        "strengths": "Des partenaires engagés dans les villages, une réalisatrice sur place.",
        "doubts": "Peu de choses sur la restitution ; le budget technique paraît haut.",
        "background": "Deuxième demande, la première avait été retirée.",
        "opinion": "reserved",
        "opinion_text": "Intéressant, à préciser avant l’été : la restitution et les horaires.",
        "priority": 2,
        "part": "0.80",
    },
    {
        "strengths": "Une idée généreuse : faire se rencontrer deux quartiers.",
        "doubts": "Aucun professionnel de l’image n’est encore engagé.",
        "background": "Nouveau porteur, à accompagner.",
        "opinion": "unfavourable",
        "opinion_text": "Trop tôt : le projet gagnerait à revenir l’an prochain avec un artiste.",
        "priority": 3,
        "part": "0.00",
    },
)


def load_instruction(agent, *, at):
    """Decide of last year's dossiers and write some sheets; once, and never over a visitor's."""
    if Sheet.objects.exists():
        return
    filed = Dossier.objects.filter(edition__slug=EDITION, state=State.SUBMITTED)
    related = ("edition__coordination", "structure__commune", "project", "audience")
    for rank, dossier in enumerate(filed.select_related(*related).order_by("reference")):
        when = min(dossier.edition.filing_before_at + AFTER, at)
        _look(dossier, by=agent, at=when)
        if _decide(dossier, by=agent, at=when) and rank < len(SHEETS):
            _write(dossier, SHEETS[rank], by=agent, at=when + timedelta(days=3))


def _look(dossier, *, by, at):
    """Tick what is there; a bilan that the holder joined is noted as received."""
    for piece in pieces_of(dossier, at=at):
        if piece.is_present:
            verify_piece(dossier, piece.slot.key, by=by, at=at)
    if dossier.took_part_last_year and not obstacles_to(dossier, at=at):
        day = (at - timedelta(days=4)).date()
        words = {"promised_for": None, "note": "Arrivé par courriel, complet."}
        note_report(dossier, received_on=day, by=by, at=at, **words)


def _decide(dossier, *, by, at):
    """Whether the dossier goes on."""
    left = obstacles_to(dossier, at=at)
    if left:
        reasons = [f"{one.title} : {one.reason}" for one in left]
        refuse(dossier, reasons=reasons, appeal=appeal_of(dossier.edition), by=by, at=at)
        return False
    admit(dossier, by=by, at=at)
    return True


def _write(dossier, told, *, by, at):
    """One sheet, written by the same actions as on its screen; the first is shared and validated."""
    dossier.refresh_from_db(fields=["state"])
    asked = bounds_of(dossier)["asked"]
    values = {name: value for name, value in told.items() if name != "part"}
    values["amount_proposed"] = (asked * Decimal(told["part"])).quantize(Decimal(1))
    sheet = Sheet(dossier=dossier)
    changes = [
        AttributeChange(
            name=name, target=sheet, attribute=name, value=value,
            before=as_text(getattr(sheet, name)),
        )
        for name, value in values.items()
    ]  # fmt: skip
    save_sheet(dossier, changes, version=0, by=by, at=at)
    if told["opinion"] == "unfavourable":
        return
    finish_sheet(dossier, by=by, at=at)
    if told["opinion"] == "favourable":
        share_sheet(dossier, is_shared=True, by=by, at=at)
        validate_sheet(dossier, by=by, at=at)
        keep_online_form(
            dossier,
            number="12345678",
            url="https://demarche.numerique.gouv.fr/dossiers/12345678",
            sent_on=at.date(),
            by=by,
            at=at,
        )
