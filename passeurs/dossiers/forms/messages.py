"""One message to the other side."""

from uuid import uuid4

from django import forms

LONGEST = 10_000
INCOMPLETE = "Cette page est incomplète : rechargez-la, votre texte sera repris."
ASTRAY = ("required", "invalid")


class SeveralFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """Several files of one control, as a list."""

    widget = SeveralFilesInput

    def clean(self, data, initial=None):
        given = data if isinstance(data, list | tuple) else [data]
        return [super(SeveralFilesField, self).clean(one, initial) for one in given if one]


class MessageForm(forms.Form):
    """The words, the files, and the key by which the same page counts once."""

    text = forms.CharField(
        label="Votre message",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    joined = SeveralFilesField(label="Joindre des fichiers", required=False, allow_empty_file=True)
    key = forms.UUIDField(
        widget=forms.HiddenInput, initial=uuid4, error_messages=dict.fromkeys(ASTRAY, INCOMPLETE)
    )
