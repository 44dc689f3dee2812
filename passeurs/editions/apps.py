from django.apps import AppConfig


class EditionsConfig(AppConfig):
    name = "passeurs.editions"
    label = "editions"
