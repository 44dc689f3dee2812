"""The filing: the sworn statement, nothing else."""

from django import forms


class SubmitForm(forms.Form):
    sworn = forms.BooleanField(
        label="J’atteste que ces informations sont exactes et que je peux engager la structure.",
        error_messages={"required": "Cochez cette attestation pour déposer."},
    )
