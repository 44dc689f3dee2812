from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "passeurs.pages"
    label = "pages"
