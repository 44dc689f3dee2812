"""The database's clock: the one instant that a filing stands by."""

from datetime import datetime

from django.db import connection
from django.utils import timezone
from django.utils.dateparse import parse_datetime


def database_now():
    """The instant as the database reads it, aware and in UTC, to the millisecond at least."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT clock_timestamp()")
            return cursor.fetchone()[0]
        cursor.execute("SELECT strftime('%Y-%m-%dT%H:%M:%f', 'now')")
        moment: datetime = parse_datetime(cursor.fetchone()[0])
    return timezone.make_aware(moment, timezone.get_fixed_timezone(0))
