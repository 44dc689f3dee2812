from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "passeurs.core"
    label = "core"
