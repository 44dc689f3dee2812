"""Visibility: what a person may know of at all; the rest answers 404.

The national team compares and adds up regions: it sees coordinations, never one structure.
"""

from django.db import models
from django.db.models import Q

from passeurs.organisations.enums import TeamRole


def is_national(user):
    return user.is_authenticated and user.teams.filter(role=TeamRole.NATIONAL).exists()


class CoordinationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The coordinations whose team the person belongs to; all of them for the national team."""
        if not user.is_authenticated:
            return self.none()
        if is_national(user):
            return self
        return self.filter(team__user=user).distinct()


class StructureQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A member's structures, and those known to a coordination whose team the person is in."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(members=user) | Q(coordinations__team__user=user)).distinct()

    def of_member(self, user):
        """The structures the person is a member of."""
        return self.filter(members=user).distinct() if user.is_authenticated else self.none()


class MembershipQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of one's own structures, and of the structures known to one's coordination."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            Q(structure__members=user) | Q(structure__coordinations__team__user=user)
        ).distinct()


class TeamMemberQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own lines, and those of the coordinations one belongs to."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(user=user) | Q(coordination__team__user=user)).distinct()
