"""The doors of files on their way; the others belong to what refers to files."""

DOORS = {"documents:sending": "file.send"}
