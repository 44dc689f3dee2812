"""The closed vocabularies of the catalogue; labels are what the screen shows."""

from django.db.models import TextChoices


class FilmList(TextChoices):
    """The two lists an edition draws its films from."""

    OPEN_AIR = "open_air", "Plein air"
    ACCOMPANIED = "accompanied", "Séance accompagnée"


class Audience(TextChoices):
    """The youngest public a film is suggested for: advice, never a classification."""

    SMALL = "small", "Dès 4 ans"
    CHILD = "child", "Dès 7 ans"
    TEEN = "teen", "Dès 12 ans"
    ADULT = "adult", "Dès 15 ans"


class Genre(TextChoices):
    FICTION = "fiction", "Fiction"
    COMEDY = "comedy", "Comédie"
    ANIMATION = "animation", "Animation"
    DOCUMENTARY = "documentary", "Documentaire"
    SILENT = "silent", "Burlesque"
    MUSICAL = "musical", "Comédie musicale"
    FANTASY = "fantasy", "Fantastique"
    EXPERIMENTAL = "experimental", "Essai"


class Theme(TextChoices):
    CHILDHOOD = "childhood", "Enfance"
    ADOLESCENCE = "adolescence", "Adolescence"
    FAMILY = "family", "Famille"
    FRIENDSHIP = "friendship", "Amitié"
    SCHOOL = "school", "École"
    DISTRICT = "district", "Vivre en quartier"
    COUNTRYSIDE = "countryside", "Vivre à la campagne"
    EXILE = "exile", "Exil et frontières"
    HISTORY = "history", "Histoire et mémoire"
    EQUALITY = "equality", "Égalité et identité"
    NATURE = "nature", "Nature"
    WORK = "work", "Travail"
    ART = "art", "Art et création"
    TALE = "tale", "Conte et imaginaire"


class Version(TextChoices):
    """How a copy is heard and read."""

    FRENCH = "vf", "En français (VF)"
    SUBTITLED = "vost", "Version originale sous-titrée (VOST)"
    WORDLESS = "wordless", "Muet ou sans paroles"


class Access(TextChoices):
    """What the « version » filter offers."""

    SME = "sme", "Sous-titres malentendants"
    AUDIODESCRIPTION = "ad", "Audiodescription"
    FRENCH = "vf", "En français (VF)"
    SUBTITLED = "vost", "Originale sous-titrée"
    WORDLESS = "wordless", "Muet ou sans paroles"


class LineState(TextChoices):
    """What a line of an imported list is to the catalogue."""

    NEW = "new", "Nouveau film"
    KNOWN = "known", "Film connu"
    CHANGED = "changed", "Film complété"
    REFUSED = "refused", "Ligne refusée"


class WishState(TextChoices):
    """Where a holder’s wish for a film stands."""

    WAITING = "waiting", "À examiner"
    ADDED = "added", "Ajouté à la liste"
    DECLINED = "declined", "Pas cette année"


class Length(TextChoices):
    SHORT = "short", "Moins d’1 h"
    MEDIUM = "medium", "De 1 h à 1 h 30"
    LONG = "long", "Plus d’1 h 30"
