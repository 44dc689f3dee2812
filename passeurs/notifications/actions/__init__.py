from .telling import notify, post

__all__ = ["notify", "post"]
