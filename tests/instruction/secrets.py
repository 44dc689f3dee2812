"""Canaries in all that the coordination keeps for itself, row by row, whatever the model.

Every model of `desk` and of `instruction` gets a row whose free texts sing: one that a later change
brings is taken in without a line here, or fails saying what it does not know how to fill.
"""

import itertools
from decimal import Decimal
from uuid import UUID

from django.apps import apps
from django.db import models

from passeurs.dossiers.models import CorrectionItem, CorrectionRequest
from tests.factories import documents
from tests.factories.accounts import person

APPS = ("desk", "instruction")
DRAFTS = (CorrectionRequest, CorrectionItem)
"""Of `dossiers`: a correction is the coordination's own until it is sent."""
CANARY, OTHER = "KANARI", "PINSONNE"
AMOUNT = Decimal("4321.07")
OPINION, PRIORITY = "unfavourable", 3
# What a codes-and-labels leak would read like, where it is no everyday word of a screen.
TOLD = ("unfavourable", "Défavorable", "Priorité 3", "4321,07", "4321.07")
SHORTEST = 8


def secret_models():
    """Every model that holds what the coordination keeps for itself, unsent words included."""
    return [*DRAFTS, *(model for app in APPS for model in apps.get_app_config(app).get_models())]


def free_texts(model):
    """The fields where somebody, or a text of theirs, is kept in words."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, models.FileField | models.UUIDField)
        and not field.choices
        and (field.max_length or 99) >= SHORTEST
    ]


def hide_everything(dossier, *, at):
    """A singing row of each secret model around the dossier; the rows by model.

    The agent who wrote them all, and follows the dossier, has a singing name too.
    """
    agent = person(f"{CANARY} prénom", f"{CANARY} nom")
    scene = {
        "dossiers.Dossier": dossier,
        "organisations.Coordination": dossier.edition.coordination,
        "organisations.Structure": dossier.structure,
        "calls.Edition": dossier.edition,
        "accounts.User": agent,
        "at": at,
    }
    left, made = secret_models(), {}
    while left:
        ready = [model for model in left if not _waits_for(model, made)]
        assert ready, f"models that wait for each other: {left}"
        for model in ready:
            made[model] = _row(model, scene, made)
            left.remove(model)
    _join(made)
    return made


def _waits_for(model, made):
    """The secret models it points to that have no row yet."""
    secret = set(secret_models())
    targets = {field.related_model for field in model._meta.concrete_fields if field.is_relation}
    return (targets & secret) - set(made) - {model}


def _row(model, scene, made):
    values = {}
    for field in model._meta.concrete_fields:
        if field.primary_key and (field.auto_created or isinstance(field, models.UUIDField)):
            continue
        values[field.name] = _value(model, field, scene, made)
    found = model._default_manager.create(**values)
    return model._default_manager.get(pk=found.pk)


def _value(model, field, scene, made):
    if field.is_relation:
        return _related(model, field, scene, made)
    if field.name in FIGURES:
        return FIGURES[field.name]
    if field.choices:  # a state is that of a row just made: an unsent draft, a job not begun
        return field.default if field.name == "state" else field.choices[-1][0]
    for kind, fill in FILLED:
        if isinstance(field, kind):
            return fill(field, scene)
    raise AssertionError(f"how does one fill {model.__name__}.{field.name}?")


FIGURES = {"amount_proposed": AMOUNT, "opinion": OPINION, "priority": PRIORITY}
FILLED = (
    (models.JSONField, lambda field, _: {"canary": f"{CANARY} {field.name}"}),
    (models.URLField, lambda *_: f"https://exemple.fr/{CANARY}"),
    (models.EmailField, lambda *_: f"{CANARY.lower()}@exemple.fr"),
    (models.FileField, lambda *_: ""),
    (
        (models.CharField, models.TextField),
        lambda field, _: f"{CANARY} {field.name}"[: field.max_length or 99],
    ),
    (models.BooleanField, lambda *_: False),
    (models.UUIDField, lambda *_: UUID(int=7)),
    (models.DateTimeField, lambda _, scene: scene["at"]),
    (models.DateField, lambda _, scene: scene["at"].date()),
    (models.DecimalField, lambda *_: Decimal("12.00")),
    ((models.IntegerField, models.FloatField), lambda *_: 1),
)
"""By kind of field, the narrower first: what a row of ours holds there."""


def _related(model, field, scene, made):
    target = field.related_model
    if target in made:
        return made[target]
    if target == model:
        return None
    if target._meta.label == "documents.StoredFile":
        return documents.stored_file(name=f"{CANARY}.pdf", at=scene["at"])
    known = scene.get(target._meta.label)
    if known is None and field.null:
        return None
    assert known is not None, f"how does one fill {model.__name__}.{field.name}?"
    return known


def _join(made):
    """The labels on the card, and whatever else is many to many between secret rows."""
    for row, field in itertools.chain.from_iterable(
        ((row, field) for field in row._meta.many_to_many) for row in made.values()
    ):
        if field.related_model in made:
            getattr(row, field.name).add(made[field.related_model])
