from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "passeurs.network"
    label = "network"
