from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "passeurs.events"
    label = "events"

    def ready(self):
        from passeurs.organisations.actions.merging import SETTLED  # noqa: PLC0415 - needs the models

        from .actions.fees import merge_fees  # noqa: PLC0415 - needs the models

        SETTLED["events.MembershipFee"] = merge_fees
