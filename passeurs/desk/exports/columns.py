"""What may be exported: each kind of row, and the columns it offers, as data.

A column is an expression of the database, so that one question brings a whole export whatever its
length, and a function that says it in words.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F, Model, OuterRef, Subquery, TextField
from django.db.models.aggregates import StringAgg
from django.db.models.expressions import Combinable, Value
from django.db.models.functions import Concat

from passeurs.core.folding import fold
from passeurs.core.refusals import Refused
from passeurs.dossiers.enums import (
    DESK_LABELS,
    Answer,
    BudgetScope,
    BudgetSide,
    Contribution,
    Format,
    FundingStatus,
    Nature,
    PartnerFunction,
)
from passeurs.dossiers.models import Action, ActionFilm, BudgetLine, Dossier, Partner
from passeurs.instruction.enums import Opinion, SheetState
from passeurs.network.enums import VenueKind
from passeurs.organisations.enums import ActorKind, LegalStatus
from passeurs.spreadsheets.writing import Kind as Cell

from ..enums import Zone
from ..models import Label

PARIS = ZoneInfo("Europe/Paris")


@dataclass(frozen=True)
class Col:
    """`code` names it in an address and in a saved choice; `say` turns the value into a cell."""

    code: str
    label: str
    value: str | Combinable
    cell: Cell = Cell.TEXT
    say: Callable[[Any], Any] = lambda value: value
    is_usual: bool = False
    width: int = 18


@dataclass(frozen=True)
class Kind:
    """A row per what: `path` leads from it to its dossier, "" when it is the dossier."""

    code: str
    label: str
    model: type[Model]
    path: str
    columns: tuple[Col, ...]
    order: tuple[str, ...] = ()

    def chosen(self, codes: list[str]) -> list[Col]:
        """The columns of these codes in the kind's own order; the usual ones when there is none."""
        named = [column for column in self.columns if column.code in codes]
        return named or [column for column in self.columns if column.is_usual]


def word(labels: Mapping[str, str]) -> Callable[[Any], Any]:
    return lambda value: labels.get(value, value) or ""


def words(labels: Mapping[str, str]) -> Callable[[Any], Any]:
    return lambda values: ", ".join(labels.get(value, value) for value in values or ())


def _yes_no(value: bool | None) -> str:
    return {True: "oui", False: "non", None: ""}[value]


def _moment(value: Any) -> Any:
    return value.astimezone(PARIS) if value else None


def _figure(value: Any) -> Any:
    return Decimal(value) if value is not None else None


def _name(path: str) -> Concat:
    parts = (F(f"{path}first_name"), Value(" "), F(f"{path}last_name"))
    return Concat(*parts, output_field=TextField())


def _labels() -> Subquery:
    worn = Label.objects.filter(dockets__dossier=OuterRef("pk")).order_by().values("dockets")
    joined = worn.annotate(all=StringAgg("name", Value("\n")))
    return Subquery(joined.values("all")[:1], output_field=TextField())


def _dossier(path: str) -> tuple[Col, ...]:
    """What every table may say of the dossier, found through `path`."""
    docket = f"{path}docket__"
    return (
        Col("numero", "Dossier", f"{path}reference", is_usual=True, width=26),
        Col("etat", "État", f"{path}state", say=word(_text(DESK_LABELS)), is_usual=True),
        Col("projet", "Projet", f"{path}project__title", is_usual=True, width=36),
        Col("structure", "Structure", f"{path}structure__name", is_usual=True, width=36),
        Col("siret", "SIRET", f"{path}structure__siret"),
        Col("commune", "Commune du porteur", f"{path}structure__commune__name", is_usual=True),
        Col("departements", "Départements", f"{docket}departments", say=_spaced),
        Col("territoire", "Territoire", f"{docket}zone", say=word(dict(Zone.choices))),
        Col("edition", "Édition", f"{path}edition__title", width=30),
        Col("suivi", "Suivi par", _name(f"{docket}agent__"), say=_trimmed),
    )


def _text(labels: Mapping[Any, str]) -> dict[str, str]:
    return {str(code): label for code, label in labels.items()}


def _spaced(value: str | None) -> str:
    return ", ".join((value or "").split())


def _sorted(value: str | None) -> str:
    return ", ".join(sorted((value or "").splitlines(), key=fold))


def _trimmed(value: str | None) -> str:
    return (value or "").strip()


DOSSIERS = Kind(
    "dossiers",
    "Un dossier par ligne",
    Dossier,
    "",
    (
        *_dossier(""),
        Col("etiquettes", "Étiquettes", _labels(), say=_sorted),
        Col("statut", "Statut juridique", "structure__legal_status",
            say=word(dict(LegalStatus.choices))),
        Col("famille", "Famille d’acteurs", "structure__actor_kind",
            say=word(dict(ActorKind.choices))),
        Col("deja", "Porteur l’an dernier", "took_part_last_year", say=_yes_no),
        Col("depot", "Déposé le", "submitted_at", Cell.DATE, _moment, is_usual=True),
        Col("touche", "Touché le", "updated_at", Cell.DATE, _moment),
        Col("avis", "Avis", "sheet__opinion", say=word(dict(Opinion.choices))),
        Col("avis_motive", "Avis motivé", "sheet__opinion_text", width=60),
        Col("points_forts", "Points forts", "sheet__strengths", width=60),
        Col("doutes", "Doutes", "sheet__doubts", width=60),
        Col("priorite", "Priorité", "sheet__priority", Cell.NUMBER),
        Col("propose", "Montant proposé", "sheet__amount_proposed", Cell.AMOUNT, _figure),
        Col("fiche", "Fiche d’instruction", "sheet__state",
            say=word(dict(SheetState.choices))),
        Col("drac_numero", "Numéro du formulaire DRAC", "online_form__number"),
        Col("drac_adresse", "Adresse du formulaire DRAC", "online_form__url", width=40),
        Col("drac_envoye", "Envoyé à la DRAC le", "online_form__sent_on", Cell.DATE),
        Col("demande", "Demandé à la DRAC", "docket__requested", Cell.AMOUNT, _figure,
            is_usual=True),
        Col("cout", "Coût du projet", "docket__total", Cell.AMOUNT, _figure, is_usual=True),
        Col("voir", "Actions Voir", "docket__voir", Cell.NUMBER),
        Col("faire", "Actions Faire", "docket__faire", Cell.NUMBER),
        Col("satisfaits", "Points satisfaits", "docket__met", Cell.NUMBER, is_usual=True),
        Col("juges", "Points jugés", "docket__judged", Cell.NUMBER, is_usual=True),
        Col("bloquants", "Points bloquants", "docket__blocking", Cell.NUMBER),
        Col("a_trancher", "Points à trancher", "docket__to_confirm", Cell.NUMBER),
        Col("representant", "Représentant", _name("structure__representative_"), say=_trimmed),
        Col("courriel", "Son adresse e-mail", "structure__representative_email", width=30),
        Col("contact", "Personne à joindre", _name("structure__contact_"), say=_trimmed),
        Col("contact_courriel", "Adresse de cette personne", "structure__contact_email", width=30),
        Col("contact_telephone", "Téléphone", "structure__contact_phone"),
        Col("resume", "Résumé", "project__summary", width=60),
    ),
)  # fmt: skip

ACTIONS = Kind(
    "actions",
    "Une action par ligne",
    Action,
    "dossier__",
    (
        *_dossier("dossier__"),
        Col("action", "Action", "title", is_usual=True, width=36),
        Col("nature", "Nature", "nature", say=word(dict(Nature.choices)), is_usual=True),
        Col("lieu", "Lieu", "place_label", is_usual=True, width=30),
        Col("adresse", "Adresse", "street", width=30),
        Col("action_commune", "Commune de l’action", "commune__name", is_usual=True),
        Col("insee", "Code de la commune", "commune"),
        Col("debut", "Du", "starts_on", Cell.DATE, is_usual=True),
        Col("fin", "Au", "ends_on", Cell.DATE, is_usual=True),
        Col("format", "Format", "format", say=word(dict(Format.choices))),
        Col("rendez_vous", "Rendez-vous", "meetings", Cell.NUMBER),
        Col("heures", "Heures", "hours", Cell.AMOUNT, _figure),
        Col("personnes", "Personnes attendues", "participants", Cell.NUMBER, is_usual=True),
        Col("jeunes", "Dont 12-25 ans", "participants_12_25", Cell.NUMBER),
        Col("salle", "Salle", "venue_name", width=28),
        Col("sorte", "Sorte de lieu", "venue_kind", say=word(dict(VenueKind.choices))),
        Col("cout", "Coût", "cost", Cell.AMOUNT, _figure),
    ),
    ("position", "pk"),
)

BUDGET = Kind(
    "budget",
    "Une ligne de budget par ligne",
    BudgetLine,
    "dossier__",
    (
        *_dossier("dossier__"),
        Col("budget", "Budget", "scope", say=word(dict(BudgetScope.choices))),
        Col("cote", "Côté", "side", say=word(dict(BudgetSide.choices)), is_usual=True, width=30),
        Col("compte", "Compte", "code", is_usual=True),
        Col("intitule", "Intitulé", "label", is_usual=True, width=36),
        Col("montant", "Montant", "amount", Cell.AMOUNT, _figure, is_usual=True),
        Col("financeur", "Financeur", "funder", is_usual=True, width=28),
        Col("acquis", "Acquis ou sollicité", "status", say=word(dict(FundingStatus.choices))),
    ),
    ("scope", "side", "code", "pk"),
)

PARTNERS = Kind(
    "partenaires",
    "Un partenaire par ligne",
    Partner,
    "dossier__",
    (
        *_dossier("dossier__"),
        Col("partenaire", "Partenaire", "name", is_usual=True, width=36),
        Col("partenaire_siret", "SIRET du partenaire", "siret"),
        Col("fonctions", "Fonctions", "functions", say=words(dict(PartnerFunction.choices)),
            is_usual=True, width=36),
        Col("apport", "Apport", "contribution_kind", say=word(dict(Contribution.choices)),
            is_usual=True),
        Col("valeur", "Valeur de l’apport", "contribution_amount", Cell.AMOUNT, _figure),
        Col("personne", "Personne à joindre", "contact_name", width=26),
        Col("personne_courriel", "Son adresse e-mail", "contact_email", width=30),
        Col("personne_telephone", "Son téléphone", "contact_phone"),
        Col("reponse", "Réponse", "invitation__answer", say=word(dict(Answer.choices)),
            is_usual=True),
    ),
    ("position", "pk"),
)  # fmt: skip

FILMS = Kind(
    "films",
    "Un film montré par ligne",
    ActionFilm,
    "action__dossier__",
    (
        *_dossier("action__dossier__"),
        Col("action", "Action", "action__title", is_usual=True, width=36),
        Col("date", "Du", "action__starts_on", Cell.DATE),
        Col("film", "Film de la liste", "listed_film__film__title", is_usual=True, width=36),
        Col("hors_liste", "Titre hors liste", "free_title", is_usual=True, width=30),
        Col("realisation", "Réalisation", "listed_film__film__directors", width=28),
        Col("annee", "Année", "listed_film__film__year", Cell.NUMBER),
        Col("visa", "Visa", "listed_film__film__visa_number"),
    ),
    ("action__position", "pk"),
)

KINDS = {kind.code: kind for kind in (DOSSIERS, ACTIONS, BUDGET, PARTNERS, FILMS)}


def kind_of(code: str) -> Kind:
    """Raises `Refused` for a kind of table that is not offered."""
    try:
        return KINDS[code]
    except KeyError:
        raise Refused("Cette sorte de tableau n’existe pas.") from None
