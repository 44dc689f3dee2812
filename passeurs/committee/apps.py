from django.apps import AppConfig


class CommitteeConfig(AppConfig):
    name = "passeurs.committee"
    label = "committee"
