"""Events, who comes, what proves it, and the yearly membership."""

from .events import Event, EventQuerySet
from .fees import MembershipFee
from .registrations import Certificate, Registration

__all__ = ["Certificate", "Event", "EventQuerySet", "MembershipFee", "Registration"]
