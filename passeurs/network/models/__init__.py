from .practitioners import Consent, Practitioner
from .venues import ACCESS, EQUIPMENT, Venue

__all__ = ["ACCESS", "EQUIPMENT", "Consent", "Practitioner", "Venue"]
