from django.apps import AppConfig
from django.core import checks


class AccountsConfig(AppConfig):
    name = "passeurs.accounts"
    label = "accounts"

    def ready(self):
        from passeurs.accounts.checks import refuse_open_doors  # noqa: PLC0415 - once loaded

        checks.register(refuse_open_doors, checks.Tags.security)
