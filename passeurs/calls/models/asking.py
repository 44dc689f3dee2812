"""What an edition asks and says of its own: questions, hints, a grid, the words it sends."""

from django.db import models

from passeurs.calls.enums import QuestionKind, QuestionSection, WordingKind
from passeurs.calls.models.rows import EditionRow


class Question(EditionRow):
    """A question that the coordination adds to a section of the dossier.

    `least` and `most` bound a number, or a date written « 2027-01-31 »; "" bounds nothing.
    """

    code = models.SlugField(max_length=40)
    section = models.CharField(max_length=12, choices=QuestionSection)
    label = models.CharField(max_length=300)
    help = models.TextField(blank=True)
    kind = models.CharField(max_length=10, choices=QuestionKind)
    options = models.JSONField(default=list, blank=True)
    required = models.BooleanField(default=False)
    max_length = models.PositiveIntegerField(null=True, blank=True)
    least = models.CharField(max_length=20, blank=True)
    most = models.CharField(max_length=20, blank=True)


class Hint(EditionRow):
    """The coordination's advice on a section, in Markdown, read beside its fields."""

    section = models.CharField(max_length=12, choices=QuestionSection)
    body = models.TextField()


class GridLine(EditionRow):
    """A criterion of the committee's grid; under `comment_under`, a mark calls for a comment."""

    code = models.SlugField(max_length=40)
    label = models.CharField(max_length=200)
    help = models.TextField(blank=True)
    weight = models.PositiveSmallIntegerField(default=1)
    minimum = models.PositiveSmallIntegerField(default=0)
    maximum = models.PositiveSmallIntegerField(default=5)
    comment_under = models.PositiveSmallIntegerField(null=True, blank=True)


class Wording(EditionRow):
    """An e-mail or a letter in the coordination's words, with merge fields."""

    kind = models.CharField(max_length=24, choices=WordingKind)
    subject = models.CharField(max_length=200)
    body = models.TextField()
