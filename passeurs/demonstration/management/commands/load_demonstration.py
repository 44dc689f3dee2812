"""Load the demonstration, or complete it."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from passeurs.demonstration.loading import load_demonstration


class Command(BaseCommand):
    help = "Charge la démonstration ; une seconde fois n’ajoute que ce qui manque."

    def handle(self, *, verbosity=1, **_options):
        if not settings.DEMONSTRATION:
            raise CommandError("Cette commande ne sert qu’en mode démonstration.")
        loaded = load_demonstration(at=timezone.now())
        if verbosity:
            self.stdout.write(
                f"Dossiers ajoutés : {len(loaded.stories)} ; messages : {len(loaded.messages)}."
            )
