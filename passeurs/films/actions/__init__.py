"""Filling the catalogue and the lists of an edition; the wishes of holders."""

from .catalogue import import_films, set_list

__all__ = ["import_films", "set_list"]
