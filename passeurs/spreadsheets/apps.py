from django.apps import AppConfig


class SpreadsheetsConfig(AppConfig):
    name = "passeurs.spreadsheets"
    label = "spreadsheets"
