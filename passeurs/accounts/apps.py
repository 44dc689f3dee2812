from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "passeurs.accounts"
    label = "accounts"
