"""The calendar of an edition: every date moved at once, then reviewed one by one."""

import re
from datetime import date, datetime

from django import forms

from passeurs.calls import calendar
from passeurs.calls.calendar_days import awkward, told
from passeurs.calls.enums import MilestoneKind
from passeurs.core.typography import parse_date

from .base import PartForm, VersionedForm, line

MONTHLY = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})|(?P<m>\d{1,2})/(?P<y>\d{4})")
CLOCK = re.compile(r"(\d{1,2})\s*[h:]\s*(\d{2})?(?::(\d{2}))?")


class MoveForm(VersionedForm):
    """By how much every date moves."""

    years = forms.IntegerField(label="Années", min_value=-10, max_value=10, required=False)
    days = forms.IntegerField(label="Jours", min_value=-400, max_value=400, required=False)

    def clean(self):
        found = super().clean()
        if not self.errors and not (found.get("years") or found.get("days")):
            raise forms.ValidationError("Dites de combien d’années ou de jours.")
        return found


class LocalDateField(forms.CharField):
    """A day, or a month alone: « 31/10/2027 », « 2027-10-31 », « 12/2027 »."""

    def to_python(self, value):
        text = super().to_python(value).strip()
        if not text:
            return ""
        if found := MONTHLY.fullmatch(text):
            year, month = found["year"] or found["y"], int(found["month"] or found["m"])
            if not 1 <= month <= 12:  # noqa: PLR2004 - the months
                raise forms.ValidationError("Ce mois n’existe pas.")
            return f"{year}-{month:02d}"
        try:
            return parse_date(text).isoformat()
        except ValueError as error:
            raise forms.ValidationError(
                "Cette date n’est pas lisible : écrivez par exemple 31/10/2027, ou 12/2027."
            ) from error

    def prepare_value(self, value):
        if not value or not isinstance(value, str):
            return value
        if re.fullmatch(r"\d{4}-\d{2}", value):
            return f"{value[5:]}/{value[:4]}"
        try:
            return date.fromisoformat(value).strftime("%d/%m/%Y")
        except ValueError:
            return value


class DatesForm(PartForm):
    """For each date: the day (or the month alone), the hour where it counts, its words."""

    kinds = tuple(MilestoneKind)

    def prepare(self):
        for kind in MilestoneKind:
            needed = kind in {MilestoneKind.OPENING, MilestoneKind.FILING_BEFORE}
            self.fields[f"{kind}_on"] = LocalDateField(
                label=str(kind.label), required=needed, max_length=30
            )
            self.fields[f"{kind}_at"] = line("Heure", longest=8, required=False)
            self.fields[f"{kind}_label"] = line("Intitulé propre", longest=120, required=False)
            self.fields[f"{kind}_note"] = line("Note publique", longest=600, required=False)

    @staticmethod
    def read(document):
        found = {}
        for kind in MilestoneKind.values:
            text = document["calendar"].get(kind, "")
            found[f"{kind}_on"], found[f"{kind}_at"] = text[:10], text[11:]
            found[f"{kind}_label"] = document.get("calendar_labels", {}).get(kind, "")
            found[f"{kind}_note"] = document.get("calendar_notes", {}).get(kind, "")
        return found

    def clean(self):
        found = super().clean()
        for kind in MilestoneKind.values:
            day, clock = found.get(f"{kind}_on"), found.get(f"{kind}_at", "")
            if not day or not clock:
                continue
            try:
                found[f"{kind}_at"] = read_clock(clock)
            except ValueError:
                self.add_error(f"{kind}_at", "Cette heure n’est pas lisible : écrivez 23:59:59.")
        return found

    def write(self, document):
        found, dates = self.cleaned_data, {}
        for kind in MilestoneKind.values:
            if day := found[f"{kind}_on"]:
                dates[kind] = laid(kind, day, found[f"{kind}_at"])
        words = {
            part: {k: found[f"{k}_{name}"] for k in MilestoneKind.values if found[f"{k}_{name}"]}
            for part, name in (("calendar_labels", "label"), ("calendar_notes", "note"))
        }
        return {**document, "calendar": dates, **words}

    def rows(self):
        """Each date with its four controls, and what is said of it."""
        for kind in MilestoneKind:
            names = ("on", "at", "label", "note")
            controls = {name: self[f"{kind}_{name}"] for name in names}
            yield {"kind": kind, **self.remarks(kind), **controls}

    def remarks(self, kind):
        """The weekday of the date the edition holds, and whether it is awkward."""
        moment = calendar.moment(self.document, kind)
        return {"told": told(moment), "awkward": awkward(moment)} if moment else {}


def read_clock(text):
    """« 23:59:59 », « 23 h 59 », « 18h » as the document writes an hour."""
    found = CLOCK.fullmatch(text.strip().lower())
    if not found:
        raise ValueError(text)
    hour, minute, second = (int(part or 0) for part in found.groups())
    return datetime(2000, 1, 1, hour, minute, second).strftime("%H:%M:%S")  # noqa: DTZ001


def laid(kind, day, clock):
    """A date as the document writes it; the two that open and close are told to the second."""
    if len(day) == len("2027-10"):
        return day
    if clock:
        return f"{day}T{clock}"
    if kind == MilestoneKind.OPENING:
        return f"{day}T00:00:00"
    to_the_second = {MilestoneKind.CONTACT_BEFORE, MilestoneKind.FILING_BEFORE}
    return f"{day}T23:59:59" if kind in to_the_second else day


def told_dates(document):
    opening = calendar.moment(document, MilestoneKind.OPENING)
    closing = calendar.moment(document, MilestoneKind.FILING_BEFORE)
    count = len(document["calendar"])
    return f"{count} dates, du {opening.at_local:%d/%m/%Y} au dépôt le {closing.at_local:%d/%m/%Y}."
