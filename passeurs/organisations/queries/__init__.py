from .asking import (
    invitations_for,
    invitations_of,
    requests_of,
    requests_to,
    successors_of,
)
from .belonging import (
    coordinations_kept_by,
    coordinations_of,
    members_of,
    representatives_of,
    roles_of,
    structure_with_siret,
    structures_of,
    structures_of_desk,
    structures_written_by,
    team_of,
)
from .look import look_of_team

__all__ = [
    "coordinations_kept_by",
    "coordinations_of",
    "invitations_for",
    "invitations_of",
    "look_of_team",
    "members_of",
    "representatives_of",
    "requests_of",
    "requests_to",
    "roles_of",
    "structure_with_siret",
    "structures_of",
    "structures_of_desk",
    "structures_written_by",
    "successors_of",
    "team_of",
]
