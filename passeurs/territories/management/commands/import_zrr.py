"""`manage.py import_zrr`: the ZRR, one line a commune."""

from passeurs.territories.enums import Kind
from passeurs.territories.management.commands._importing import ImportCommand


class Command(ImportCommand):
    help = "Importe le classement en zone de revitalisation rurale (CSV ou classeur)."
    kind = Kind.ZRR
