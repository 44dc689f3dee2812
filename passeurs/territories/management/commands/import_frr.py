"""`manage.py import_frr`: the FRR, one line a commune."""

from passeurs.territories.enums import Kind
from passeurs.territories.management.commands._importing import ImportCommand


class Command(ImportCommand):
    help = "Importe le classement France Ruralités Revitalisation (CSV ou classeur)."
    kind = Kind.FRR
