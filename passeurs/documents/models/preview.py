"""A small picture of a file, drawn by us."""

from django.db import models

from .stored import StoredFile, random_name


class Preview(models.Model):
    """A WebP of a picture or of a PDF's first page; an empty `file` when it could not be drawn."""

    stored_file = models.OneToOneField(
        StoredFile, on_delete=models.CASCADE, primary_key=True, related_name="preview"
    )
    file = models.FileField(upload_to=random_name, max_length=60, blank=True)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    pages = models.PositiveIntegerField(default=0)
    drawn_at = models.DateTimeField()

    class Meta:
        verbose_name = "aperçu"
        verbose_name_plural = "aperçus"

    def __str__(self) -> str:
        return str(self.stored_file_id)
