from django.apps import AppConfig


class FilmsConfig(AppConfig):
    name = "passeurs.films"
    label = "films"
