"""`manage.py import_qpv`: the QPV, from their list, their contours or both."""

from passeurs.territories.enums import Kind
from passeurs.territories.management.commands._importing import ImportCommand


class Command(ImportCommand):
    help = (
        "Importe les quartiers prioritaires : la liste (CSV), les contours (GeoJSON ou zip), "
        "ou les deux."
    )
    kind = Kind.QPV
