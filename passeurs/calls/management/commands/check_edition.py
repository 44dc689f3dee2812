"""`manage.py check_edition SLUG|FILE`: what does not hold together in an edition."""

import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from passeurs.calls.checker import check
from passeurs.calls.document import resolve_relative
from passeurs.calls.models import Edition

MARKS = {"error": "Erreur", "warning": "Remarque"}


class Command(BaseCommand):
    help = "Vérifie une édition, par son adresse (slug) ou son fichier JSON. Sort 1 sur une erreur."

    def add_arguments(self, parser):
        parser.add_argument("edition", metavar="SLUG|FICHIER")

    def handle(self, *args, **options):
        findings = check(read_edition(options["edition"]))
        for finding in findings:
            self.stdout.write(f"{MARKS[finding.level]}, {finding.where} : {finding.sentence}")
        if any(finding.level == "error" for finding in findings):
            sys.exit(1)
        self.stdout.write("L’édition tient debout.")


def read_edition(name: str) -> dict:
    """The document of a stored edition or of a file; CommandError when there is neither."""
    path = Path(name)
    if path.suffix != ".json":
        try:
            return Edition.objects.get(slug=name).document()
        except Edition.DoesNotExist:
            raise CommandError(f"Aucune édition « {name} ».") from None
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        return resolve_relative(document, timezone.localdate())
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise CommandError(f"Fichier inutilisable : {problem}") from problem
