"""What the committee's messages carry."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from passeurs.notifications.attachments import File

from .calendar import sitting_calendar
from .models import Sitting


def calendar_as_file(sitting_id: str) -> File:
    """The sitting as it stands when the message leaves."""
    sitting = Sitting.objects.select_related("edition").get(pk=sitting_id)
    url = f"{settings.SITE_URL}{reverse('committee:sitting', args=[sitting.pk])}"
    body = sitting_calendar(sitting, at=timezone.now(), url=url)
    return File("seance.ics", body, "text/calendar")
