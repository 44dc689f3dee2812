from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "passeurs.journal"
    label = "journal"
