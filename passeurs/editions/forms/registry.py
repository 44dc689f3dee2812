"""Every part of an edition that a screen edits, in the order of the edition's page.

A module that adds a part gives its `PARTS` or its `LISTS`, and takes its place in `GROUPS`.
"""

from passeurs.calls import vocabulary

from . import (
    dates,
    decisions,
    grid,
    hints,
    identity,
    parameters,
    questions,
    rows,
    rules,
    templates,
    texts,
)
from .base import Part, RowList


class Natures(RowList):
    def usual(self, document):
        return vocabulary.natures({})


class Functions(RowList):
    def usual(self, document):
        return vocabulary.functions({})


class Kinds(RowList):
    def detail_of(self, row, document):
        """Its nature, and the list its films come from."""
        nature = vocabulary.nature_labels(document).get(row["nature"], row["nature"])
        lists = {one["code"]: one["label"] for one in document.get("film_lists", [])}
        films = lists.get(row.get("film_list") or "", "")
        return ", ".join(filter(None, [nature, films]))


PARTS = {
    part.code: part
    for part in (
        Part(
            "identite",
            "Le titre et l’année",
            "Son titre, son adresse, son rang dans l’année, son fuseau.",
            identity.IdentityForm,
            identity.told_identity,
            ("slug", "title", "year", "sitting", "timezone"),
        ),
        Part(
            "dates",
            "Les dates",
            "Une date au jour, à l’heure, ou au mois seul. Vide : l’appel ne la donne pas.",
            dates.DatesForm,
            dates.told_dates,
            ("calendar",),
            "editions/dates.html",
        ),
        Part(
            "textes",
            "Les textes",
            "En Markdown : une ligne vide sépare deux paragraphes, un tiret commence une liste.",
            texts.TextsForm,
            texts.told_texts,
            ("texts",),
            "editions/texts.html",
        ),
        Part(
            "aide",
            "L’aide et le budget",
            "Ce que l’on peut demander, et à quelles conditions.",
            parameters.MoneyForm,
            parameters.told_money,
            ("money",),
        ),
        Part(
            "parcours",
            "Le parcours",
            "Combien d’actions, et de quelles natures.",
            parameters.PathwayForm,
            parameters.told_pathway,
            ("pathway",),
        ),
        Part(
            "partenaires",
            "Les partenaires",
            "Les fonctions que le projet doit réunir.",
            parameters.PartnersForm,
            parameters.told_partners,
            ("partners",),
        ),
        Part(
            "publics",
            "Les publics",
            "Les âges visés, et les tranches où le porteur compte son public.",
            parameters.AudienceForm,
            parameters.told_audience,
            ("audience",),
        ),
        Part(
            "territoires",
            "Les territoires",
            "Les zonages retenus, avec leur millésime.",
            parameters.TerritoryForm,
            parameters.told_territory,
            ("territory",),
        ),
        Part(
            "porteurs",
            "Les porteurs",
            "Qui peut déposer.",
            parameters.HoldersForm,
            parameters.told_holders,
            ("holders",),
        ),
        Part(
            "decisions",
            "Les décisions",
            "Qui publie ce que le comité a décidé, et ce qu’on en lit.",
            decisions.DecisionsForm,
            decisions.told_decisions,
            ("decisions",),
        ),
        Part(
            "regles",
            "Les règles",
            "Ce que le moteur vérifie dans chaque dossier, et l’article qui le fonde.",
            rules.RulesForm,
            rules.told_rules,
            ("rules",),
            "editions/rules.html",
        ),
    )
}

LISTS = {
    found.code: found
    for found in (
        RowList(
            "articles",
            "Les articles",
            "Ce que demande l’appel, article par article, dans vos mots.",
            "clauses",
            "un article",
            rows.ClauseForm,
            "article",
            label=lambda row: f"{row['number']} {row['title']}",
            detail=lambda row: row["wording"],
            where=("clauses",),
        ),
        Natures(
            "natures",
            "Les natures d’action",
            "Voir, Faire, ou les vôtres.",
            "natures",
            "une nature",
            rows.NatureForm,
            "nature",
            where=("natures",),
        ),
        Kinds(
            "boite-a-idees",
            "La boîte à idées",
            "Les genres d’action où chaque porteur choisit.",
            "action_kinds",
            "un genre d’action",
            rows.KindForm,
            "genre d’action",
            where=("action_kinds",),
        ),
        RowList(
            "listes-de-films",
            "Les listes de films",
            "Les films eux-mêmes se tiennent au bureau, liste par liste.",
            "film_lists",
            "une liste",
            rows.FilmListForm,
            "liste",
            where=("film_lists",),
        ),
        Functions(
            "fonctions",
            "Les fonctions des partenaires",
            "Celles qu’un partenaire peut choisir ; le parcours dit lesquelles sont exigées.",
            "functions",
            "une fonction",
            rows.FunctionForm,
            "fonction",
            where=("functions",),
        ),
        RowList(
            "pieces",
            "Les pièces",
            "Ce que l’on joint au dossier.",
            "documents",
            "une pièce",
            rows.DocumentForm,
            "pièce",
            detail=lambda row: "Exigée" if row["required"] else "Facultative",
            where=("documents",),
        ),
        RowList(
            "engagements",
            "Les engagements",
            "Ce que le porteur accepte en déposant.",
            "commitments",
            "un engagement",
            rows.LabelledForm,
            "engagement",
            where=("commitments",),
        ),
        RowList(
            "objectifs",
            "Les objectifs",
            "Ce que l’appel vise ; le porteur dit lesquels il poursuit.",
            "objectives",
            "un objectif",
            rows.LabelledForm,
            "objectif",
            where=("objectives",),
        ),
        *questions.LISTS,
        *hints.LISTS,
        *grid.LISTS,
        *templates.LISTS,
    )
}

GROUPS = [
    ("L’appel", ["identite", "dates", "textes", "objectifs", "engagements"]),
    ("Ce qu’il demande", ["articles", "regles", "aide", "parcours", "partenaires"]),
    ("Pour qui, et où", ["publics", "territoires", "porteurs"]),
    ("Ce que l’on y choisit", ["natures", "boite-a-idees", "fonctions", "listes-de-films"]),
    ("Ce que l’on joint", ["pieces"]),
    ("Vos questions, vos mots", ["questions", "conseils", "grille", "decisions", "modeles"]),
]


def section(code: str) -> Part | RowList | None:
    return PARTS.get(code) or LISTS.get(code)
