"""What an import asks: which reference, of which year, from where."""

from django import forms

from passeurs.territories.enums import Kind
from passeurs.territories.imports.coverage import FRANCE
from passeurs.territories.imports.files import Packet
from passeurs.territories.imports.importing import FIRST_YEAR, LAST_YEAR, Order
from passeurs.territories.imports.sources import published

MOST_FILES, MOST_BYTES = 4, 128 * 1024 * 1024
FROM_FILE, FROM_STATE = "file", "state"
NO_ADDRESS = (
    "L’adresse officielle de ce millésime n’est pas connue de la plateforme\u00a0: "
    "choisissez le fichier."
)


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once, a list and its contours; a list of uploads, perhaps empty."""

    widget = FilesInput

    def clean(self, data, initial=None):
        given = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(one, initial) for one in given if one]


class ImportForm(forms.Form):
    kind = forms.ChoiceField(
        label="Référentiel",
        choices=[("", "Choisir"), *Kind.choices],
        error_messages={"required": "Choisissez ce que le fichier décrit."},
    )
    vintage = forms.IntegerField(
        label="Millésime",
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        help_text="L’année du zonage ou de la liste, par exemple 2024.",
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": "Indiquez l’année.",
            "invalid": "Une année s’écrit en quatre chiffres.",
            "min_value": f"Une année entre {FIRST_YEAR} et {LAST_YEAR}.",
            "max_value": f"Une année entre {FIRST_YEAR} et {LAST_YEAR}.",
        },
    )
    origin = forms.ChoiceField(
        label="D’où vient-il\u202f?",
        choices=[
            (FROM_FILE, "D’un fichier de mon poste"),
            (FROM_STATE, "De l’adresse officielle, que la plateforme télécharge"),
        ],
        initial=FROM_FILE,
        widget=forms.RadioSelect,
    )
    uploads = FilesField(
        label="Fichiers",
        required=False,
        help_text="CSV, classeur, GeoJSON ou zip, tels que l’État les publie. La liste des "
        "quartiers et leurs contours se donnent ensemble.",
        widget=FilesInput(
            attrs={"accept": ".csv,.txt,.json,.geojson,.zip,.gz,.tgz,.xls,.xlsx,.ods"}
        ),
    )
    departments = forms.CharField(
        label="Départements couverts en entier",
        required=False,
        max_length=600,
        help_text="Laissez vide\u00a0: la plateforme les lit dans le fichier. Sinon, leurs codes, "
        "par exemple «\u00a046, 48\u00a0».",
    )

    def clean_uploads(self):
        files = self.cleaned_data["uploads"]
        if len(files) > MOST_FILES:
            raise forms.ValidationError(
                f"Quatre fichiers au plus\u202f; vous en donnez {len(files)}."
            )
        if sum(file.size for file in files) > MOST_BYTES:
            raise forms.ValidationError(f"Ces fichiers dépassent {MOST_BYTES // 2**20}\u00a0Mio.")
        return files

    def clean_departments(self):
        codes = frozenset(self.cleaned_data["departments"].upper().replace(",", " ").split())
        if unknown := sorted(codes - FRANCE):
            raise forms.ValidationError(f"Département inconnu\u00a0: {', '.join(unknown)[:80]}.")
        return codes

    def clean(self):
        given = super().clean()
        if given.get("origin") == FROM_STATE:
            known = published(given.get("kind", ""), given.get("vintage", 0))
            if {"kind", "vintage"} <= given.keys() and not known:
                self.add_error("origin", NO_ADDRESS)
        elif not given.get("uploads") and "uploads" not in self.errors:
            self.add_error("uploads", "Choisissez un fichier.")
        return given

    @property
    def is_download(self):
        return self.cleaned_data["origin"] == FROM_STATE

    def order(self):
        """What to read; the files are left out when the platform downloads its own."""
        given = self.cleaned_data
        files = [] if self.is_download else given["uploads"]
        return Order(
            kind=Kind(given["kind"]),
            vintage=given["vintage"],
            packets=tuple(Packet(file.name, file.read()) for file in files),
            departments=given["departments"],
        )
