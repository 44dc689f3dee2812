"""Doing one thing to many dossiers: what may be done, in which words, and the worker's part."""

from .gestures import GESTURES, Gesture
from .running import run

__all__ = ["GESTURES", "Gesture", "run"]
