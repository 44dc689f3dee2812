"""Send what the outbox holds, for an installation whose task backend has no schedules."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from passeurs.notifications.delivery import send_due_messages
from passeurs.notifications.retention import erase_old_words


class Command(BaseCommand):
    help = "Envoie les messages en attente ; à lancer chaque minute si rien d’autre ne le fait."

    def handle(self, *args: Any, **options: Any) -> None:
        sent = send_due_messages(clock=timezone.now)
        erase_old_words(at=timezone.now())
        self.stdout.write(f"Messages envoyés : {sent}")
