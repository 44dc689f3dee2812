from .region import editions_of, structures_known

__all__ = ["editions_of", "structures_known"]
