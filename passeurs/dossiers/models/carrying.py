"""What a dossier owes to an earlier one."""

from django.db import models

from .dossier import Dossier


class CarriedOver(models.Model):
    """The earlier dossier that this one was begun from, and what came of each of its parts.

    `report` holds what was kept, left out and moved, in French sentences, as it was shown.
    `amounts` names the budget's fields whose sum came along, until somebody confirms them.
    """

    dossier = models.OneToOneField(Dossier, models.CASCADE, related_name="carried_over")
    source = models.ForeignKey(Dossier, models.SET_NULL, null=True, related_name="+")
    source_title = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    report = models.JSONField(default=dict)
    amounts = models.JSONField(default=list, blank=True)
