"""Read the journal's chain again and say where a line is missing, rewritten or slipped in."""

import argparse
import re

from django.core.management.base import BaseCommand, CommandError

from passeurs.journal.verification import Head, faults, head

NOTED = re.compile(r"(\d{1,18}):([0-9a-f]{64})")


def noted(text):
    """The end of the chain as it was noted: its place and its seal."""
    found = NOTED.fullmatch(text)
    if not found:
        raise argparse.ArgumentTypeError("une tête notée s’écrit PLACE:SCEAU")
    return Head(int(found[1]), found[2])


class Command(BaseCommand):
    help = "Relit la chaîne du journal. Code de sortie 1 quand une ligne manque ou a changé."

    def add_arguments(self, parser):
        parser.add_argument(
            "--anchor",
            type=noted,
            action="append",
            default=[],
            metavar="PLACE:SCEAU",
            help="une tête notée plus tôt (les journaux du serveur en gardent une par jour)",
        )

    def handle(self, *, anchor, **options):
        count = 0
        for fault in faults(anchors=anchor):
            count += 1
            self.stdout.write(str(fault))
        if count:
            raise CommandError(f"Défauts trouvés : {count}.")
        end = head()
        self.stdout.write(f"Chaîne entière, {end.position} lignes. Tête : {end}")
