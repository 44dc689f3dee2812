"""Bring the platform to a state one can serve; says little, and does nothing twice."""

import shutil
import time
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection


class Command(BaseCommand):
    help = (
        "Migre la base, charge les références et la démonstration, réunit les fichiers statiques."
    )

    def add_arguments(self, parser):
        parser.add_argument("--reset", action="store_true", help="Tout oublier d’abord.")

    def handle(self, *, reset=False, verbosity=1, **_options):
        if not settings.DEMONSTRATION:
            raise CommandError("Cette commande ne sert qu’en mode démonstration.")
        if reset:
            forget()
        self._step("Base de données", "migrate", interactive=False)
        self._step("Références", "load_reference")
        self._step("Démonstration", "load_demonstration")
        self._step("Fichiers statiques", "collectstatic", interactive=False)

    def _step(self, label, name, **options):
        started = time.monotonic()
        self.stdout.write(f"{label}… ", ending="")
        self.stdout.flush()
        call_command(name, verbosity=0, **options)
        self.stdout.write(f"{time.monotonic() - started:.1f} s")


def forget():
    """Remove every row and every file: the SQLite file itself, or the rows of a PostgreSQL."""
    if connection.vendor == "sqlite":
        connection.close()
        for suffix in ("", "-wal", "-shm"):
            Path(f"{connection.settings_dict['NAME']}{suffix}").unlink(missing_ok=True)
    else:
        call_command("migrate", interactive=False, verbosity=0)
        call_command("flush", interactive=False, verbosity=0)
    for folder in (settings.MEDIA_ROOT, settings.DATA_DIR / "courriels"):
        shutil.rmtree(folder, ignore_errors=True)
