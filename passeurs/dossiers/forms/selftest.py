"""The questions of the self-test: ten groups, none required, worded with the edition's figures."""

from datetime import date
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError

from passeurs.core.fields import AmountField, FrenchDateField
from passeurs.core.typography import euros, french_date, nbsp, percent
from passeurs.organisations.enums import LegalStatus
from passeurs.territories.queries import search_communes
from passeurs.territories.rules import department_of

from ..selftest import QUESTIONS, asked_fields

MOST_PEOPLE, MOST_ACTIONS = 100_000, 50
SEEN_AT_MOST = 12
SUMS = ("cost", "asked", "others")
UNSURE = "unsure"
FILLERS = [("us", "Nous"), ("partner", "Un partenaire"), (UNSURE, "Pas encore trouvé")]
PARTNER_LABELS = {
    "cinema": "Le cinéma et l’audiovisuel",
    "audience": "L’accompagnement des publics",
    "screening": "La diffusion des films",
}
READ = {"true": True, "false": False}


class AnswerField(forms.ChoiceField):
    """Yes, no, or nothing yet: read as True, False or None."""

    widget = forms.RadioSelect

    def __init__(self, *, label, yes="Oui", no="Non", unsure="Je ne sais pas encore", **kwargs):
        choices = [("true", yes), ("false", no), (UNSURE, unsure)]
        super().__init__(label=label, choices=choices, required=False, **kwargs)

    def clean(self, value):
        return READ.get(super().clean(value))

    def prepare_value(self, value):
        return {True: "true", False: "false"}.get(value, value)


class OfferedField(forms.ChoiceField):
    """One of the communes offered; an answer to an older doubt is simply of no use."""

    def valid_value(self, value):
        return True


class SelfTestForm(forms.Form):
    """Every field may stay empty; one at least is answered."""

    status = forms.ChoiceField(
        label="Votre structure est",
        choices=[*LegalStatus.choices, (UNSURE, "Je ne sais pas encore")],
        widget=forms.RadioSelect,
        required=False,
    )
    took_part = AnswerField(label="A-t-elle participé à l’édition précédente ?")
    commune = forms.CharField(
        label="La commune où se tient le projet",
        required=False,
        max_length=100,
        help_text="Son nom ou son code postal.",
        widget=forms.TextInput(attrs={"data-picker": "/communes/", "autocomplete": "off"}),
    )
    insee = OfferedField(label="Laquelle ?", widget=forms.RadioSelect, required=False)
    zone = AnswerField(label="Le public vient-il d’une zone prioritaire ?")
    people = forms.IntegerField(
        label="Personnes attendues, à peu près",
        required=False,
        min_value=0,
        max_value=MOST_PEOPLE,
    )
    core = forms.IntegerField(required=False, min_value=0, max_value=MOST_PEOPLE)
    remote = AnswerField(
        label="Visez-vous un public éloigné de la culture ?",
        help_text="Par la distance, l’argent, la santé, la langue, l’enfermement…",
    )
    out_of_school = AnswerField(
        label="Tout se passe-t-il hors du temps scolaire ?",
        help_text="Le soir, le mercredi, en fin de semaine ou aux vacances.",
    )
    cinema = forms.ChoiceField(choices=FILLERS, widget=forms.RadioSelect, required=False)
    audience = forms.ChoiceField(choices=FILLERS, widget=forms.RadioSelect, required=False)
    screening = forms.ChoiceField(choices=FILLERS, widget=forms.RadioSelect, required=False)
    artists = AnswerField(
        label="Des artistes ou des professionnels de l’image et du son interviennent-ils ?",
        unsure="Pas encore trouvés",
    )
    see = forms.IntegerField(
        label="Actions pour voir",
        required=False,
        min_value=0,
        max_value=MOST_ACTIONS,
        help_text="Séances en salle ou en plein air, restitutions.",
    )
    make = forms.IntegerField(
        label="Actions pour faire",
        required=False,
        min_value=0,
        max_value=MOST_ACTIONS,
        help_text="Ateliers de toutes sortes.",
    )
    hall = AnswerField(
        label="Une salle de cinéma accueille-t-elle une action ?", unsure="Pas encore trouvée"
    )
    films = AnswerField(
        label="Les films montrés viennent-ils des listes de l’appel ?", unsure="Pas encore choisis"
    )
    cost = AmountField(label="Coût du projet, en euros", required=False)
    asked = AmountField(label="Somme demandée à la DRAC", required=False)
    others = AmountField(
        label="Ce que d’autres apportent",
        required=False,
        help_text="Commune, département, CAF, Région, mécène… Zéro s’il n’y a personne.",
    )
    spoken = AnswerField(
        label="Avez-vous parlé du projet à la coordination ?",
        no="Pas encore",
        unsure="Je ne sais pas",
    )
    spoken_on = FrenchDateField(label="Le jour du premier échange", required=False)

    def __init__(self, *args, edition, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.edition, self.today, self.found = edition, today, []
        for name in set(self.fields) - asked_fields(edition):
            del self.fields[name]
        self._word()
        self._offer()

    def _word(self):
        """The edition's own figures, in the labels and the hints."""
        ages, money = self.edition["audience"], self.edition["money"]
        rural = self.edition["territory"]["rural"]
        contact = self.edition["calendar"].get("contact_before")
        words = {
            "core": (f"Dont les {ages['age_min']}-{ages['age_max']} ans", ""),
            "zone": ("", f"Quartier prioritaire (QPV) ou commune classée {rural['kind']}."),
            "asked": ("", _bounds(money)),
            "spoken": (
                "",
                f"L’appel le demande avant la fin du {_day(contact)}." if contact else "",
            ),
            **{code: (label, "") for code, label in PARTNER_LABELS.items()},
        }
        for name, (label, hint) in words.items():
            if field := self.fields.get(name):
                field.label = nbsp(label) if label else field.label
                field.help_text = nbsp(hint) if hint else field.help_text

    def _offer(self):
        """The communes that the text may mean, once there is a doubt."""
        if "insee" not in self.fields:
            return
        typed = self.data.get(self.add_prefix("commune"), "")[:100].strip()
        self.found = search_communes(typed, limit=SEEN_AT_MOST) if typed else []
        self.fields["insee"].choices = [(one.insee, str(one)) for one in self.found]

    def groups(self):
        """The questions still there, each with its controls."""
        for rank, question in enumerate(self._questions(), start=1):
            names = [name for name in question.fields if name in self.fields]
            if not self._is_doubtful():
                names = [name for name in names if name != "insee"]
            yield {"rank": rank, "question": question, "bound": [self[name] for name in names]}

    def _questions(self):
        return [one for one in QUESTIONS if any(name in self.fields for name in one.fields)]

    def _is_doubtful(self):
        return "commune" in self.errors and len(self.found) > 1

    def clean(self):
        given = super().clean()
        self._check_sums(given)
        self._check_day(given)
        if given.get("commune"):
            given["commune"] = self._commune(given["commune"], given.get("insee"))
        if not self.errors and not any(_is_said(value) for value in given.values()):
            raise ValidationError("Répondez à une question au moins, celle que vous voulez.")
        return given

    def _check_sums(self, given):
        people, core = given.get("people"), given.get("core")
        if people is not None and core is not None and core > people:
            self.add_error("core", "Ils ne peuvent pas être plus nombreux que tout le public.")
        cost, asked, others = (given.get(name) for name in ("cost", "asked", "others"))
        if cost is not None and (asked or 0) + (others or 0) > cost:
            self.add_error("cost", "Ce coût est plus petit que les sommes attendues.")

    def _check_day(self, given):
        day = given.get("spoken_on")
        if day and day > self.today:
            self.add_error("spoken_on", "Cette date est à venir.")
        elif given.get("spoken") and not day and "spoken_on" not in self.errors:
            self.add_error("spoken_on", "Donnez la date, même approximative.")

    def _commune(self, typed, insee):
        """(code, name) of the commune; an error that offers those of that name where many are."""
        same = [one for one in self.found if one.insee == insee] or self._same_name(typed)
        if len(same) == 1:
            return [same[0].insee, same[0].name]
        few = "Plusieurs communes répondent : choisissez la vôtre juste en dessous."
        none = "Aucune commune ne s’appelle ainsi : vérifiez le nom, ou donnez le code postal."
        self.add_error("commune", nbsp(few if self.found else none))
        return None

    def _same_name(self, typed):
        wanted = typed.strip().casefold()
        exact = [one for one in self.found if wanted in {one.name.casefold(), str(one).casefold()}]
        return exact or self.found


def _is_said(value):
    return value not in (None, "", [], UNSURE)


def _day(written):
    return french_date(forms.DateField().to_python(written[:10])) if written[8:10] else written


def _bounds(money):
    """« De 2 000 € à 6 000 €, et 60 % du budget au plus. », or what of it the edition fixes."""
    floor, ceiling, share = (money.get(key) for key in ("floor", "ceiling", "share"))
    parts = []
    if floor:
        parts.append(f"{euros(Decimal(floor))} au moins")
    if ceiling:
        parts.append(f"{euros(Decimal(ceiling))} au plus")
    if share:
        parts.append(f"{percent(Decimal(share))} du coût au plus")
    return f"{', '.join(parts)}." if parts else ""


def answers_of(form):
    """The answers given, fit for JSON; what was left out is absent."""
    given = {name: value for name, value in form.cleaned_data.items() if name != "insee"}
    return {name: _plain(value) for name, value in given.items() if _is_said(value)}


def _plain(value):
    return value if isinstance(value, bool | int | str | list) else str(value)


def read_answers(kept):
    """The answers of a shared result, with values of their types. Raises ValueError."""
    try:
        given = dict(kept)
        sums = {name: Decimal(given[name]) for name in SUMS if name in given}
        days = {name: date.fromisoformat(given[name]) for name in ("spoken_on",) if name in given}
    except (ArithmeticError, TypeError) as error:
        raise ValueError(kept) from error
    return given | sums | days


def initial_of(answers):
    """The answers as the form shows them again."""
    insee, name = answers.get("commune") or ("", "")
    return {**answers, "commune": name and f"{name} ({department_of(insee)})"}
