"""What each gesture on many dossiers asks, kept as JSON until the worker reads it."""

from datetime import date

from django import forms

from passeurs.core.fields import FrenchDateField
from passeurs.core.merging import fault_in, fields_in
from passeurs.dossiers.merge_fields import FIELDS

from ..enums import JobKind
from ..models import Label
from .dossiers import agents_of

LONGEST = 10_000
MOST_WORDS = 2000


def merged(label, **more):
    """A text that may hold merge fields; `merged` has the page check them while one types."""
    area = forms.Textarea(attrs={"rows": 8, "data-merge": ""})
    return forms.CharField(label=label, widget=area, **more)


class JobForm(forms.Form):
    """The options of one gesture; `texts` are those that hold merge fields."""

    texts: tuple[str, ...] = ()

    def __init__(self, data=None, *, job, coordinations):
        super().__init__(data, initial=self.read(job.options))
        self.coordinations = coordinations

    def clean(self):
        for name in self.texts:
            if fault := fault_in(self.cleaned_data.get(name) or "", FIELDS):
                self.add_error(name, fault)
        return self.cleaned_data

    @staticmethod
    def read(options):
        return options

    def options(self):
        """What was given, as JSON; raises nothing once valid."""
        return dict(self.cleaned_data)

    @property
    def has_fields(self):
        return any(fields_in(self.data.get(name, "") or "") for name in self.texts)


class AssignForm(JobForm):
    agent = forms.ModelChoiceField(
        None, label="Suivi par", required=False, empty_label="Personne", widget=forms.Select
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agent"].queryset = agents_of(self.coordinations)

    def options(self):
        agent = self.cleaned_data["agent"]
        return {"agent": agent and agent.pk}


class LabelForm(JobForm):
    label = forms.CharField(
        label="Étiquette",
        max_length=40,
        error_messages={"required": "Écrivez l’étiquette, par exemple « à rappeler »."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        known = Label.objects.filter(coordination__in=self.coordinations)
        self.known = list(known.values_list("name", flat=True))
        self.fields["label"].widget.attrs["list"] = "etiquettes"


class MessageForm(JobForm):
    texts = ("text",)
    text = merged(
        "Votre message",
        max_length=LONGEST,
        error_messages={"required": "Écrivez le message avant de le relire."},
    )


class DocumentForm(JobForm):
    texts = ("words",)
    label = forms.CharField(
        label="Quelle pièce ?",
        max_length=160,
        error_messages={"required": "Nommez la pièce demandée."},
    )
    words = merged("Ce qu’il faut savoir", required=False, max_length=MOST_WORDS)
    due_on = FrenchDateField(
        label="À envoyer au plus tard le",
        error_messages={"required": "Dites jusqu’à quel jour cette pièce est attendue."},
    )

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_due_on(self):
        due_on = self.cleaned_data["due_on"]
        if due_on < self.today:
            raise forms.ValidationError("Ce jour est passé : choisissez une date à venir.")
        return due_on

    @staticmethod
    def read(options):
        due_on = options.get("due_on")
        return options | {"due_on": due_on and date.fromisoformat(due_on)}

    def options(self):
        return self.cleaned_data | {"due_on": self.cleaned_data["due_on"].isoformat()}


class RefuseForm(JobForm):
    texts = ("reason", "appeal")
    reason = merged(
        "Pourquoi ces dossiers ne sont pas recevables",
        max_length=LONGEST,
        error_messages={"required": "Écrivez le motif : le porteur doit savoir pourquoi."},
    )
    appeal = merged(
        "Comment contester cette décision",
        max_length=LONGEST,
        error_messages={"required": "Dites comment contester cette décision."},
    )


class NothingForm(JobForm):
    """A gesture that asks nothing more."""


FORMS = {
    JobKind.ASSIGN: AssignForm,
    JobKind.LABEL: LabelForm,
    JobKind.UNLABEL: LabelForm,
    JobKind.MESSAGE: MessageForm,
    JobKind.DOCUMENT: DocumentForm,
    JobKind.ADMIT: NothingForm,
    JobKind.REFUSE: RefuseForm,
    JobKind.PAPER: NothingForm,
}


def form_of(job, data, *, coordinations, today):
    """The form of a job's gesture."""
    wanted = FORMS[JobKind(job.kind)]
    more = {"today": today} if wanted is DocumentForm else {}
    return wanted(data, job=job, coordinations=coordinations, **more)
