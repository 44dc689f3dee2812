"""`manage.py scan_files [--all]`: show to the scanner what it has not seen."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from passeurs.core.typography import plural
from passeurs.documents.enums import ScanState
from passeurs.documents.models import StoredFile
from passeurs.documents.quarantine import ask_again, scan_due_files


class Command(BaseCommand):
    help = (
        "Montre à l’antivirus les fichiers non analysés, ou tous avec --all, "
        "infectés compris : une signature corrigée les rend."
    )

    def add_arguments(self, parser):
        parser.add_argument("--all", action="store_true", help="reprendre aussi les analysés")

    def handle(self, *args, **options):
        if not settings.CLAMAV:
            raise CommandError("Aucun antivirus : voir PASSEURS_CLAMAV dans docs/exploitation.md.")
        files = StoredFile.objects.exclude(file="")
        if not options["all"]:
            files = files.filter(scan_state=ScanState.NOT_SCANNED)
        asked = ask_again(list(files.exclude(scan_state=ScanState.WAITING)))
        told = 0
        while done := scan_due_files(clock=timezone.now):
            told += done
        self.stdout.write(
            f"{plural(asked, 'fichier demandé', 'fichiers demandés')}, {told} analysés."
        )
