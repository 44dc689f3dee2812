"""What the messages about events carry."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from passeurs.notifications.attachments import File

from .calendar import event_calendar
from .models import Certificate, Event


def calendar_as_file(event_id: str) -> File:
    """The event as it stands when the message leaves."""
    event = Event.objects.select_related("coordination", "commune").get(pk=event_id)
    url = f"{settings.SITE_URL}{reverse('events:event', args=[event.pk])}"
    body = event_calendar(event, at=timezone.now(), url=url, link=True)
    return File("rencontre.ics", body, "text/calendar")


def certificate_as_file(certificate_id: int) -> File:
    found = Certificate.objects.get(pk=certificate_id)
    return File(f"attestation-{found.number}.pdf", bytes(found.content), "application/pdf")
