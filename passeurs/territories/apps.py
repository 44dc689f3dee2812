from django.apps import AppConfig


class TerritoriesConfig(AppConfig):
    name = "passeurs.territories"
    label = "territories"
