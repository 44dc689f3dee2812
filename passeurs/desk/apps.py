from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "passeurs.desk"
    label = "desk"
