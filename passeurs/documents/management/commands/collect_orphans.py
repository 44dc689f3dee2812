"""`manage.py collect_orphans [--dry-run]`: take away the bytes and rows that nothing refers to."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from passeurs.documents.collection import collect_orphans


class Command(BaseCommand):
    help = "Ôte les fichiers auxquels plus rien ne renvoie ; --dry-run les compte seulement."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="compter, sans rien ôter")

    def handle(self, *args, dry_run, **options):
        found = collect_orphans(at=timezone.now(), dry_run=dry_run)
        self.stdout.write("À ôter :" if dry_run else "Ôtés :")
        self.stdout.write(f"  fichiers sans usage : {found.rows}")
        self.stdout.write(f"  contenus infectés, gardés trente jours : {found.infected}")
        self.stdout.write(f"  contenus sans fiche : {found.contents}")
