"""`manage.py evaluate FICHIER`: what the call would answer to a dossier, without keeping it."""

import json
import sys

from django.core.management.base import BaseCommand

from passeurs.eligibility.engine import evaluate, fileable
from passeurs.eligibility.exchange import Unusable, parse

from ...evaluation import (
    clock,
    edition_stored,
    edition_written,
    verdict_as_printed,
    with_findings,
)
from ..files import read_source, run, speak_utf8

NOT_FILEABLE = 1


class Command(BaseCommand):
    help = (
        "Juge un dossier au format d’échange, sans l’enregistrer. Écrit les verdicts en JSON ; "
        "rend 0 s’il pourrait être déposé, 1 s’il ne le pourrait pas, 2 si le fichier est "
        "inutilisable."
    )
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FICHIER", help="un fichier JSON, ou « - »")
        parser.add_argument(
            "--edition",
            metavar="SLUG|FICHIER",
            default="",
            help="l’édition, sinon celle du fichier",
        )
        parser.add_argument(
            "--at", metavar="INSTANT", default="", help="AAAA-MM-JJThh:mm:ss, sinon maintenant"
        )

    def handle(self, *args, **options):
        speak_utf8(self.stdout, self.stderr)
        run(self, lambda: self.judge(**options))

    def judge(self, *, file, edition, at, **_options):
        document = parse(read_source(file))
        rules = self.edition(edition or document.get("edition") or "")
        document, moment = clock(document, at, rules["timezone"])
        try:
            verdicts = evaluate(with_findings(document, rules), rules, at=moment)
        except OverflowError:
            raise Unusable(["Une date du fichier est hors du calendrier."]) from None
        is_fileable = fileable(verdicts)
        printed = {"fileable": is_fileable, "verdicts": list(map(verdict_as_printed, verdicts))}
        self.stdout.write(json.dumps(printed, ensure_ascii=False, indent=1))
        if not is_fileable:
            sys.exit(NOT_FILEABLE)

    def edition(self, name):
        if name.endswith(".json"):
            return edition_written(read_source(name))
        return edition_stored(name)
