from django.apps import AppConfig


class DossiersConfig(AppConfig):
    name = "passeurs.dossiers"
    label = "dossiers"
