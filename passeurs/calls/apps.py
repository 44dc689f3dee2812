from django.apps import AppConfig


class CallsConfig(AppConfig):
    name = "passeurs.calls"
    label = "calls"
