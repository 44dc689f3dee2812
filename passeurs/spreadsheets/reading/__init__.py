"""Opening what people send: .xlsx, .ods or text, known by its content and never by its name."""

from .book import Book, Row, Sheet, open_book

__all__ = ["Book", "Row", "Sheet", "open_book"]
