"""What the four import commands share: arguments, progress on stderr, report on stdout."""

from functools import partial

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from passeurs.core.typography import nbsp, plural
from passeurs.territories.enums import Kind
from passeurs.territories.imports.coverage import FRANCE
from passeurs.territories.imports.files import packets_of
from passeurs.territories.imports.importing import Order, import_files
from passeurs.territories.imports.report import Unusable
from passeurs.territories.imports.sources import downloaded
from passeurs.territories.management.commands._progress import progress
from passeurs.territories.wording import reach

SOME_REFUSED, NOTHING_DONE = 1, 2


class ImportCommand(BaseCommand):
    """Exit code 0 when every line is loaded, 1 when some are refused, 2 when nothing is done."""

    kind: Kind
    files = "FICHIER"

    def add_arguments(self, parser):
        parser.add_argument("paths", metavar=self.files, nargs="*")
        parser.add_argument(
            "--download", action="store_true", help="prend le fichier à son adresse officielle"
        )
        parser.add_argument("--vintage", metavar="ANNÉE", type=int, required=True)
        parser.add_argument(
            "--replace", action="store_true", help="remplace ce millésime s’il a déjà été importé"
        )
        parser.add_argument(
            "--departments",
            metavar="CODES",
            default="",
            help="départements que le fichier couvre en entier, séparés par des virgules ; "
            "par défaut ceux qu’il nomme, ou la France entière quand il les nomme presque tous",
        )

    def handle(self, *, paths, vintage, replace, departments, **options):
        covered = self._departments(departments)
        try:
            order = Order(
                kind=self.kind,
                vintage=vintage,
                packets=self._packets(paths, vintage, download=options.get("download")),
                replace=replace,
                departments=covered,
            )
            report = import_files(order, at=timezone.now(), tick=partial(progress, self.stderr))
        except Unusable as problem:
            raise CommandError(
                nbsp(f"{problem} Rien n’a été modifié."), returncode=NOTHING_DONE
            ) from problem
        self._print(report)

    def _packets(self, paths, vintage, *, download):
        if download and paths:
            raise Unusable("Donnez des fichiers, ou « --download », et non les deux.")
        if download:
            return (downloaded(self.kind, vintage),)
        if not paths:
            raise Unusable("Donnez un fichier, ou « --download » pour l’adresse officielle.")
        return tuple(packets_of(paths))

    def _departments(self, text):
        codes = frozenset(text.upper().replace(",", " ").split())
        if unknown := codes - FRANCE:
            told = ", ".join(sorted(unknown))
            raise CommandError(nbsp(f"Département inconnu : {told}."), returncode=NOTHING_DONE)
        return codes

    def _print(self, report):
        for remark in sorted(report.refused):
            self.stdout.write(f"{remark}")
        for remark in report.notices:
            self.stdout.write(nbsp(f"Remarque : {remark}"))
        self.stdout.write(f"{report.summary} {reach(report.vintage)}")
        if report.is_unchanged:
            self.stdout.write("Rien n’a changé depuis le dernier chargement.")
        if report.refused:
            raise CommandError(
                f"{plural(len(report.refused), 'ligne refusée', 'lignes refusées')}, "
                "les autres sont chargées.",
                returncode=SOME_REFUSED,
            )
