"""`manage.py import_communes`: the communes, from the npm package or a table."""

from passeurs.territories.enums import Kind
from passeurs.territories.management.commands._importing import ImportCommand


class Command(ImportCommand):
    help = "Importe les communes : communes.json et epci.json, ou l’archive du paquet npm."
    kind = Kind.COMMUNES
