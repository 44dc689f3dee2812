"""What the living page shows: invented people and sums, one of each state."""

import re
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from django import forms
from django.core.paginator import Paginator

from passeurs.core.components import VERDICT_SIGNS
from passeurs.core.fields import AmountField, FrenchDateField
from passeurs.core.forms import error_links

NATURES = [("voir", "Voir"), ("faire", "Faire")]
DEPARTMENTS = [("46", "Lot (46)"), ("32", "Gers (32)")]
MOMENTS = [("evening", "Le soir"), ("wednesday", "Le mercredi"), ("holidays", "Aux vacances")]


class SampleForm(forms.Form):
    """One field of each kind."""

    title = forms.CharField(label="Intitulé", help_text="Quelques mots, comme sur une affiche.")
    siret = forms.CharField(label="SIRET", widget=forms.TextInput({"inputmode": "numeric"}))
    amount = AmountField(label="Montant demandé", help_text="En euros, au centime.")
    planned_on = FrenchDateField(label="Date de la séance", required=False)
    department = forms.ChoiceField(label="Département", choices=DEPARTMENTS)
    reference = forms.CharField(
        label="Dossier n°", initial="2024-046-017", disabled=True, help_text="Attribué par le site."
    )
    note = forms.CharField(
        label="Note d’intention", required=False, widget=forms.Textarea({"rows": 3})
    )
    nature = forms.ChoiceField(
        label="Nature de l’action", choices=NATURES, widget=forms.RadioSelect
    )
    moments = forms.MultipleChoiceField(
        label="Moments",
        choices=MOMENTS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Tous ceux qui conviennent.",
    )
    agreed = forms.BooleanField(label="J’ai lu ce que l’appel demande")

    def clean_siret(self):
        missing = 14 - len(self.cleaned_data["siret"].replace(" ", ""))
        if missing:
            raise forms.ValidationError(
                f"Il manque {missing} chiffres\u202f: un SIRET en compte 14."
            )
        return self.cleaned_data["siret"]


WRONG = {"title": "", "siret": "123 456 789", "amount": "quatre mille", "department": "46"}

REASONS = {
    "not_met": ("Un financement à plusieurs", "63\u00a0% demandés, 60\u00a0% au plus."),
    "unknown": ("Un film choisi dans la liste", "L’action 2 n’a pas encore de film."),
    "to_confirm": ("Trois rôles pour trois partenaires", "Une structure tient deux rôles."),
    "met": ("Un territoire prioritaire", "Terre Rouge, à Cahors, zonage 2015."),
    "waived": ("Un contact avant la date", "Contact tardif accepté par la coordination."),
    "not_applicable": ("Le bilan de l’an dernier", "La structure n’avait pas de projet."),
}


def verdicts():
    return [
        {
            "state": state,
            "title": REASONS[state][0],
            "reason": REASONS[state][1],
            "blocking": state != "unknown",
            "clause": {
                "number": "3.7",
                "title": "le cofinancement",
                "wording": "Chaque projet réunit plusieurs financeurs.",
            },
            "section": "budget",
            "hint": "Revoir le budget",
        }
        for state in VERDICT_SIGNS
    ]


def milestones():
    past, current = {"state": "past"}, {"state": "current", "note": "Encore 19 jours"}
    coming = {"state": "coming"}
    rows = [
        ("Septembre", "Ouverture de l’appel", past),
        ("30 septembre", "Dernier jour pour prendre contact", past),
        ("31 octobre", "Dépôt du dossier", current),
        ("30 novembre", "Bilan 2023, second envoi", coming),
        ("Décembre", "Comité de sélection", coming),
        ("Janvier", "Réponses", coming),
        ("Février", "Les actions, jusqu’en décembre", coming),
        ("Mai", "Demande de plein air", coming),
        ("30 novembre", "Bilan 2024", coming),
    ]
    return [{"when": when, "label": label, **state} for when, label, state in rows]


def sections():
    rows = [
        ("structure", "La structure", "ok", "Complète"),
        ("partners", "Les partenaires", "wait", "1 réponse attendue"),
        ("actions", "Les actions", "todo", "À compléter"),
        ("budget", "Le budget", "no", "1 point"),
        ("review", "Déposer", "mute", "Pas encore"),
    ]
    return [
        {"code": code, "label": label, "url": "#pas-a-pas", "tone": tone, "status": status}
        for code, label, tone, status in rows
    ]


def funders():
    rows = [
        ("DRAC", 4800),
        ("Grand Cahors", 1200),
        ("Département du Lot", 1000),
        ("Ville de Cahors", 900),
        ("CAF du Lot", 800),
        ("Fonds propres et mécénat", 780),
    ]
    return [{"label": label, "amount": Decimal(amount)} for label, amount in rows]


def people():
    return [
        {
            "name": "Nadia Ferrer",
            "detail": "Porteuse, en ligne",
            "here": True,
            "tone": "ok",
            "status": "Écrit",
        },
        {
            "name": "Jules Amat",
            "detail": "Cinéma partenaire, vu hier",
            "tone": "wait",
            "status": "Invité",
        },
    ]


def files():
    wrong = "Ce n’est pas un document\u00a0: convertissez-le en PDF."
    return [
        {
            "name": "cv-intervenante.pdf",
            "detail": "240 ko, vérifié",
            "tone": "ok",
            "status": "Reçu",
        },
        {"name": "affiche.exe", "error": wrong, "tone": "no", "status": "Refusé"},
    ]


def icons():
    """Every sign of the sprite, by its name."""
    sprite = Path(__file__).parent / "static/core/icons.svg"
    return re.findall(r'id="i-([a-z]+)"', sprite.read_text())


def everything(*, at):
    """The whole context of the living page; the deadlines are told from this instant."""
    wrong = SampleForm({f"b-{name}": text for name, text in WRONG.items()}, prefix="b")
    return {
        "form": SampleForm(
            initial={"title": "Une toile sur la place", "nature": "voir"}, prefix="a"
        ),
        "wrong": wrong,
        "wrong_links": error_links(wrong),
        "icons": icons(),
        "verdicts": verdicts(),
        "links": {"budget": "#verdicts"},
        "milestones": milestones(),
        "sections": sections(),
        "funders": funders(),
        "people": people(),
        "files": files(),
        "page": Paginator(range(90), 10).page(4),
        "now": at,
        "soon": at + timedelta(hours=3, minutes=12),
        "later": at + timedelta(days=19, hours=5),
        "past": at - timedelta(days=2),
        "tones": [
            ("mute", "Brouillon", "pen"),
            ("todo", "Déposé", "check"),
            ("wait", "Complément demandé", "clock"),
            ("ok", "Recevable", "met"),
            ("no", "Irrecevable", "unmet"),
            ("mute", "Retiré", "away"),
            ("coord", "La Veilleuse", ""),
        ],
    }
