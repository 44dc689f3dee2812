"""The sheet of a film: its facts by family, an unknown one left empty."""

from passeurs.core.typography import NBSP, euros, french_date

YES_NO = {True: "oui", False: "non", None: ""}


def about(film):
    """(label, value) pairs on the work; "" where nobody knows, which the screen says."""
    return [
        ("Titre original", film.original_title),
        ("Durée", f"{film.duration_min}{NBSP}minutes" if film.duration_min else ""),
        ("Public conseillé", film.get_audience_display()),
        ("Classification", film.age_advice),
        ("Genre", film.get_genre_display()),
        ("Format", "court métrage" if film.is_short else "long métrage"),
        ("Art et essai", YES_NO[film.is_art_house]),
        ("Patrimoine", YES_NO[film.is_heritage]),
    ]


def versions(film):
    """How it can be heard and read."""
    return [
        ("Langues", film.languages),
        ("Versions", ", ".join(film.version_labels)),
        ("Sous-titres pour sourds et malentendants", YES_NO[film.has_subtitles_sme]),
        ("Audiodescription", YES_NO[film.has_audiodescription]),
    ]


def booking(film):
    """What a screening needs, the visa first: an open-air request names it (art. D. 214-8)."""
    return [
        ("Numéro de visa", film.visa_number),
        ("Date du visa", french_date(film.visa_on)),
        ("Distributeur", film.distributor),
        ("Tarif HT", euros(film.tariff)),
        ("Conditions", film.conditions),
        ("Supports", film.supports),
    ]
