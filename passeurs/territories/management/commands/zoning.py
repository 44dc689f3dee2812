"""`manage.py zoning`: the zonings of a commune or of a point, as JSON."""

import json

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from passeurs.territories.queries import locate, vintages_for
from passeurs.territories.rules import point_of


class Command(BaseCommand):
    help = "Dit les zonages d’une commune ou d’un point (QPV, ZRR ou FRR), en JSON."

    def add_arguments(self, parser):
        where = parser.add_mutually_exclusive_group(required=True)
        where.add_argument("--insee", metavar="CODE", help="code INSEE de la commune")
        where.add_argument("--point", metavar="LAT,LON", help="degrés décimaux, WGS 84")
        parser.add_argument(
            "--vintage",
            metavar="ANNÉE",
            type=int,
            help="les zonages de cette année (par défaut, l’année en cours)",
        )

    def handle(self, *, insee, point, vintage, **options):
        place = {"insee": insee} if insee else self._point(point)
        qpv, rural = vintages_for(vintage or timezone.localdate().year)
        findings = locate(**place, qpv_vintage=qpv, rural=rural)
        self.stdout.write(json.dumps(findings, ensure_ascii=False, indent=2))

    def _point(self, text):
        lat, _, lon = text.partition(",")
        found = point_of(lat=lat, lon=lon)
        if not found:
            raise CommandError(f"Point illisible : « {text} ». Attendu : 43.6043,1.4437")
        return {"lon": found[0], "lat": found[1]}
