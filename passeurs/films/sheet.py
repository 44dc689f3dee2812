"""The sheet of a film: every fact in a fixed order, an unknown one left empty."""

from passeurs.core.typography import NBSP, euros, french_date

YES_NO = {True: "oui", False: "non", None: ""}


def sheet(film):
    """(label, value) pairs; "" where nobody knows, which the screen says."""
    length = f"{film.duration_min}{NBSP}minutes" if film.duration_min else ""
    return [
        ("Titre original", film.original_title),
        ("Durée", length),
        ("Public", film.get_audience_display()),
        ("Classification", film.age_advice),
        ("Genre", film.get_genre_display()),
        ("Format", "court métrage" if film.is_short else "long métrage"),
        ("Versions", ", ".join(film.version_labels)),
        ("Langues", film.languages),
        ("Sous-titres pour sourds et malentendants", YES_NO[film.has_subtitles_sme]),
        ("Audiodescription", YES_NO[film.has_audiodescription]),
        *_to_order(film),
    ]


def _to_order(film):
    return [
        ("Numéro de visa", film.visa_number),
        ("Date du visa", french_date(film.visa_on)),
        ("Distributeur", film.distributor),
        ("Tarif HT", euros(film.tariff)),
        ("Conditions", film.conditions),
        ("Supports", film.supports),
        ("Art et essai", YES_NO[film.is_art_house]),
        ("Patrimoine", YES_NO[film.is_heritage]),
    ]
