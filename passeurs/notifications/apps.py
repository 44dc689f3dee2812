from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "passeurs.notifications"
    label = "notifications"
