"""The doors of the territories: reference data, open to all."""

DOORS = {"territories:communes": "public"}
