from django.apps import AppConfig


class IdentitiesConfig(AppConfig):
    name = "passeurs.identities"
    label = "identities"
