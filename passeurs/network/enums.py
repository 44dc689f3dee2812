"""The closed vocabularies of the directories; labels are what the screen shows."""

from django.db.models import TextChoices


class VenueKind(TextChoices):
    """Where films are shown; the codes are those of the dossier's exchange format."""

    CINEMA = "cinema", "Cinéma"
    LIBRARY = "library", "Médiathèque"
    YOUTH_CENTRE = "youth_centre", "Structure de jeunesse ou sociale"
    OPEN_AIR = "open_air", "Plein air"
    OTHER = "other", "Autre lieu"


class Craft(TextChoices):
    """What a practitioner does; a craft that is not here is told in words."""

    DIRECTING = "directing", "Réalisation"
    DOCUMENTARY = "documentary", "Cinéma documentaire"
    ANIMATION = "animation", "Cinéma d’animation"
    WRITING = "writing", "Scénario et écriture"
    IMAGE = "image", "Image et lumière"
    SOUND = "sound", "Son et bruitage"
    EDITING = "editing", "Montage"
    MUSIC = "music", "Musique, ciné-concert"
    ACTING = "acting", "Jeu devant la caméra"
    SET = "set", "Décors, costumes, maquillage"
    EFFECTS = "effects", "Trucages et effets"
    PHOTOGRAPHY = "photography", "Photographie"
    GAMES = "games", "Jeu vidéo, réalité virtuelle"
    PROGRAMMING = "programming", "Programmation"
    MEDIATION = "mediation", "Médiation, débats"
    CRITICISM = "criticism", "Critique, histoire du cinéma"
    PROJECTION = "projection", "Projection"
    PRODUCTION = "production", "Production"


class AudienceKind(TextChoices):
    """Publics of the call and of the national bilan (domain, section D)."""

    GENERAL = "general", "Tout public"
    SOCIAL_CENTRE = "social_centre", "Centre social, maison de quartier"
    LEISURE_CENTRE = "leisure_centre", "Accueil de loisirs, espace jeunesse"
    INSERTION = "insertion", "Mission locale, insertion"
    CHILD_PROTECTION = "child_protection", "Protection de l’enfance"
    JUSTICE = "justice", "Protection judiciaire de la jeunesse"
    DISABILITY = "disability", "Médico-social, handicap"
    HOSPITAL = "hospital", "Hôpital"
    PRISON = "prison", "Milieu pénitentiaire"
    MIGRANTS = "migrants", "Personnes migrantes ou allophones"
    ELDERLY = "elderly", "Personnes âgées"


class Language(TextChoices):
    """The languages in which one can lead a workshop."""

    FRENCH = "fr", "Français"
    SIGNS = "lsf", "Langue des signes (LSF)"
    EASY = "falc", "Facile à lire et à comprendre (FALC)"
    GERMAN = "de", "Allemand"
    ENGLISH = "en", "Anglais"
    ARABIC = "ar", "Arabe"
    BASQUE = "eu", "Basque"
    BRETON = "br", "Breton"
    CATALAN = "ca", "Catalan"
    CORSICAN = "co", "Corse"
    CREOLE = "cpf", "Créole"
    SPANISH = "es", "Espagnol"
    ITALIAN = "it", "Italien"
    OCCITAN = "oc", "Occitan"
    PORTUGUESE = "pt", "Portugais"
    ROMANI = "rom", "Romani"
    RUSSIAN = "ru", "Russe"
    TURKISH = "tr", "Turc"
    UKRAINIAN = "uk", "Ukrainien"


class Origin(TextChoices):
    """Who wrote the card first."""

    HOLDER = "holder", "Écrite par une structure"
    PERSON = "person", "Écrite par la personne"
    DESK = "desk", "Écrite par la coordination"


class Review(TextChoices):
    """What the coordination has said of a card."""

    NEW = "new", "À relire"
    KNOWN = "known", "Connue"
    VERIFIED = "verified", "Vérifiée"
    SET_ASIDE = "set_aside", "Écartée"


SHOWN_REVIEWS = (Review.KNOWN, Review.VERIFIED)
"""A card that nobody of the network has read is shown to nobody, whatever the person agreed to."""


class Through(TextChoices):
    """By which door somebody gave their consent, or took it back."""

    LINK = "link", "Par le lien reçu à son adresse"
    ACCOUNT = "account", "Depuis son compte"
