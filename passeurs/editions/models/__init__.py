"""A change to an open edition, before it is confirmed."""

from .changes import Change

__all__ = ["Change"]
