from .receiving import keep, receive, store_upload

__all__ = ["keep", "receive", "store_upload"]
