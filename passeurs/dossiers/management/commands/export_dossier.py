"""`manage.py export_dossier RÉFÉRENCE`: a dossier as its exchange document."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand

from passeurs.core.refusals import Refused

from ...models import Dossier
from ...portable import portable
from ...queries.document import dump
from ..files import run, speak_utf8


class Command(BaseCommand):
    help = "Écrit un dossier au format d’échange (docs/format-dossier.md)."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("reference", metavar="RÉFÉRENCE", help="OCCITANIE-2024-0012")
        parser.add_argument("--output", metavar="FICHIER", help="sinon la sortie standard")

    def handle(self, *args, **options):
        speak_utf8(self.stdout, self.stderr)
        run(self, lambda: self.write(options["reference"], options["output"]))

    def write(self, reference, output):
        dossiers = Dossier.objects.select_related("structure__commune", "edition__coordination")
        dossier = dossiers.filter(reference__iexact=reference.strip()).first()
        if dossier is None:
            raise Refused(f"Aucun dossier n’a la référence « {reference} ».")
        text = json.dumps(portable(dump(dossier)), ensure_ascii=False, indent=1)
        if not output:
            self.stdout.write(text)
            return
        try:
            Path(output).write_text(f"{text}\n", encoding="utf-8")
        except (OSError, ValueError):
            raise Refused(f"Le fichier « {output} » ne peut pas être écrit.") from None
