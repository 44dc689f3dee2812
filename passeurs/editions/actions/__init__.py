"""The verbs of the editions' screens."""
