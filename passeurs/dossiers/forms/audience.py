"""Les publics: numbers by age band and sex, kinds, where they come from."""

from django import forms

from passeurs.network.enums import AudienceKind

from ..changes import BandChange, as_text
from ..models import Audience
from ..queries.audience import column_id, row_id
from .answers import AnsweringMixin
from .base import CodesField, SectionForm, YesNoField

WHO = {"women": "Femmes", "men": "Hommes", "unspecified": "Non précisé"}
MOST_PEOPLE = 1_000_000
WHOLE = 100


class AudienceForm(AnsweringMixin, SectionForm):
    is_remote = YesNoField(label="Un public éloigné des pratiques culturelles ?")
    out_of_school = YesNoField(label="Tout se passe hors du temps scolaire ?")

    class Meta:
        model = Audience
        fields = [
            "kinds",
            "is_remote",
            "remote_description",
            "share_qpv",
            "share_rural",
            "out_of_school",
            "companions",
        ]
        labels = {
            "share_qpv": "Part venant de quartiers prioritaires, en %",
            "share_rural": "Part venant de communes rurales classées, en %",
            "companions": "Accompagnateurs prévus",
        }
        help_texts = {
            "remote_description": "Ce qui l’éloigne : la distance, l’argent, la santé, la langue…",
            "share_qpv": "Une estimation suffit.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kinds"] = CodesField(label="Qui sont-ils ?", choices=AudienceKind.choices)
        self.fields["remote_description"].widget.attrs["rows"] = 3
        for share in ("share_qpv", "share_rural"):
            self.fields[share].max_value = WHOLE
            self.fields[share].validators.append(_at_most_a_hundred)
        self._add_bands()

    def _add_bands(self):
        self.bands = [band_name(*band) for band in self.edition.document()["audience"]["bands"]]
        for band in self.bands:
            for who, label in WHO.items():
                name = f"band-{band}-{who}"
                self.fields[name] = forms.IntegerField(
                    label=f"{band_label(band)}, {label.lower()}",
                    required=False,
                    min_value=0,
                    max_value=MOST_PEOPLE,
                )
                self.initial[name] = self.instance.bands.get(band, {}).get(who)

    def band_rows(self):
        """The table: one row a band, its three controls, the place of its sum."""
        return [
            {
                "label": band_label(band),
                "cells": [
                    {"who": label, "bound": self[f"band-{band}-{who}"]}
                    for who, label in WHO.items()
                ],
                "sum_id": row_id(band),
            }
            for band in self.bands
        ]

    def columns(self):
        """The foot of the table: each column, the place of its sum."""
        labels = WHO | {"all": "Total"}
        return [{"label": label, "sum_id": column_id(who)} for who, label in labels.items()]

    def change(self, name, value):
        if not name.startswith("band-"):
            return super().change(name, value)
        band, _, who = name.removeprefix("band-").rpartition("-")
        before = as_text(self.initial.get(name))
        return BandChange(
            name=name, value=value, before=before, audience=self.instance, band=band, who=who
        )


def _at_most_a_hundred(value):
    if value > WHOLE:
        raise forms.ValidationError("Une part va de 0 à 100 %.")


def band_name(youngest, oldest):
    return f"{youngest}-{'' if oldest is None else oldest}"


def band_label(name):
    youngest, _, oldest = name.partition("-")
    return f"{youngest} à {oldest} ans" if oldest else f"{youngest} ans et plus"
