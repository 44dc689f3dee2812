"""`manage.py load_reference`: the communes and the zonings shipped with the platform."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from passeurs.territories.reference import load_shipped


class Command(BaseCommand):
    help = "Charge les communes et les zonages livrés ; sans effet quand rien n’a changé."

    def handle(self, **options):
        loaded = load_shipped(at=timezone.now())
        for vintage in loaded:
            self.stdout.write(f"{vintage.get_kind_display()} {vintage.vintage} : chargé.")
        if not loaded:
            self.stdout.write("Données de référence à jour.")
