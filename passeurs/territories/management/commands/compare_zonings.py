"""`manage.py compare_zonings`: the communes whose class differs between two years."""

import json

from django.core.management.base import BaseCommand

from passeurs.core.typography import nbsp, number, plural
from passeurs.territories.enums import Answer
from passeurs.territories.management.commands._progress import progress
from passeurs.territories.models import Commune
from passeurs.territories.queries import compare_places, vintages_for

BATCH = 2_000
LABELS = {"qpv": "quartier prioritaire", "rural": "ruralité"}


class Command(BaseCommand):
    help = "Dit quelles communes changent de classement entre deux années, une par ligne."

    def add_arguments(self, parser):
        parser.add_argument("--from", dest="start", metavar="ANNÉE", type=int, required=True)
        parser.add_argument("--to", dest="end", metavar="ANNÉE", type=int, required=True)
        parser.add_argument(
            "--insee", metavar="CODE", nargs="+", help="ces communes seulement, anciennes ou non"
        )
        parser.add_argument("--json", action="store_true", help="les changements, en JSON")

    def handle(self, *, start, end, insee, **options):
        before, after = vintages_for(start), vintages_for(end)
        known = dict(Commune.objects.order_by("insee").values_list("insee", "name"))
        compared = list(self._compared(insee or list(known), before=before, after=after))
        changed = [one for one in compared if one.changed]
        if options["json"]:
            rows = [self._row(one, known) for one in changed]
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))
            return
        for one in changed:
            self._print(one, known)
        self.stdout.write(self._summary(compared, changed, before=before, after=after))

    def _compared(self, codes, *, before, after):
        batches = [codes[start : start + BATCH] for start in range(0, len(codes), BATCH)]
        for batch in progress(self.stderr, batches):
            places = [{"insee": code} for code in batch]
            yield from compare_places(places, before=before, after=after)

    def _row(self, one, known):
        insee = one.place["insee"]
        changes = {
            zoning: {"before": one.before[zoning], "after": one.after[zoning]}
            for zoning in one.changed
        }
        return {"insee": insee, "name": known.get(insee, "")} | changes

    def _print(self, one, known):
        insee = one.place["insee"]
        for zoning in one.changed:
            was, now = _told(one.before[zoning]), _told(one.after[zoning])
            place = f"{insee} {known.get(insee, '')}".strip()
            self.stdout.write(nbsp(f"{place}, {LABELS[zoning]} : {was} → {now}."))

    def _summary(self, compared, changed, *, before, after):
        loaded = sum(bool(one.compared) for one in compared)
        told = plural(len(changed), "commune change", "communes changent")
        return nbsp(
            f"{_names(before)} → {_names(after)} : {told} sur {number(loaded)} comparées ; "
            f"{number(len(compared) - loaded)} hors des zonages chargés."
        )


def _told(finding):
    answer = Answer(finding["answer"]).label.lower()
    detail = finding.get("class") or finding.get("name")
    kind = finding.get("kind", "QPV")
    return f"{answer} ({kind} {finding['vintage']}{f', {detail}' if detail else ''})"


def _names(vintages):
    qpv, (kind, year) = vintages
    return f"QPV {qpv}, {kind} {year}"
