"""Devices, sessions, administrators and the identities that ProConnect vouches for."""

from .administrators import Administrator
from .devices import Device, OpenSession
from .linked import LinkedIdentity

__all__ = ["Administrator", "Device", "LinkedIdentity", "OpenSession"]
