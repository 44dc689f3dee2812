from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "passeurs.organisations"
    label = "organisations"
