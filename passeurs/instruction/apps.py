from django.apps import AppConfig


class InstructionConfig(AppConfig):
    name = "passeurs.instruction"
    label = "instruction"
