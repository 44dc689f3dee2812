from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "passeurs.events"
    label = "events"
