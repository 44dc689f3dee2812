from .preview import Preview
from .stored import StoredFile, random_name
from .upload import Upload

__all__ = ["Preview", "StoredFile", "Upload", "random_name"]
