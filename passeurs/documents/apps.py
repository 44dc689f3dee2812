from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "passeurs.documents"
    label = "documents"
