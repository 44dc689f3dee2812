"""The filing: the sworn statement, nothing else."""

from django import forms

from ..enums import SWORN


class SubmitForm(forms.Form):
    sworn = forms.BooleanField(
        label=SWORN,
        error_messages={"required": "Cochez cette attestation pour déposer."},
    )
