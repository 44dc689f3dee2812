"""Read the reports of non-delivery: from a Maildir, an mbox file, or one message on stdin."""

import mailbox
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from passeurs.notifications.reports import Read, take_report

WORDS = {
    Read.KEPT: "retenus",
    Read.KNOWN: "déjà connus",
    Read.NOT_FINAL: "sans échec définitif",
    Read.UNKNOWN_MESSAGE: "d’un message qui n’est pas à nous",
    Read.NOT_A_REPORT: "qui ne sont pas des avis de non-remise",
}


class Command(BaseCommand):
    help = (
        "Lit les avis de non-remise (RFC 3464) et marque les courriels revenus et leurs adresses. "
        "SOURCE est un dossier Maildir, un fichier mbox, ou « - » pour un message reçu sur "
        "l’entrée (un alias du serveur de courrier). Un avis relu ne change rien de plus."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", metavar="SOURCE")
        parser.add_argument(
            "--remove", action="store_true", help="retire de la boîte les avis qui ont été lus"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        source, counts = options["source"], Counter[Read]()
        if source == "-":
            counts[take_report(sys.stdin.buffer.read(), at=timezone.now())] += 1
        else:
            self._read(Path(source), counts, is_removing=options["remove"])
        told = [f"{count} {WORDS[read]}" for read, count in counts.items()]
        self.stdout.write("Avis lus\u00a0: " + (", ".join(told) or "aucun"))

    def _read(self, path: Path, counts: Counter[Read], *, is_removing: bool) -> None:
        box = _box(path)
        try:
            box.lock()
            for key in list(box.keys()):
                read = take_report(box.get_bytes(key), at=timezone.now())
                counts[read] += 1
                if is_removing and read != Read.NOT_A_REPORT:
                    box.remove(key)
            box.flush()
        finally:
            box.close()


def _box(path: Path) -> mailbox.Mailbox[Any]:
    """An mbox file or a Maildir that is there: neither is made when it is not."""
    if path.is_file():
        return mailbox.mbox(path, create=False)
    if (path / "cur").is_dir() and (path / "new").is_dir():
        return mailbox.Maildir(path, create=False)
    raise CommandError(f"«\u00a0{path}\u00a0» n’est ni un fichier mbox, ni un dossier Maildir.")
