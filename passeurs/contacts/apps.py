from django.apps import AppConfig


class ContactsConfig(AppConfig):
    name = "passeurs.contacts"
    label = "contacts"
