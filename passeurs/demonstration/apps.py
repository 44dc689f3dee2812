from django.apps import AppConfig


class DemonstrationConfig(AppConfig):
    name = "passeurs.demonstration"
    label = "demonstration"
