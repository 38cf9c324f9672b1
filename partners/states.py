"""State machines as tables: ``MOVES = {state: {states it may move to}}`` beside each set of actions."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from .refusals import WrongState


def move(
    subject: models.Model, to: str, moves: Mapping[Any, Collection[str]], *, field: str = "state"
) -> tuple[str, str]:
    """Set the state of ``subject`` (unsaved) if its table allows it; return (from, to).

    Raises WrongState with a sentence naming both states.
    """
    state = getattr(subject, field)
    if to not in moves.get(state, ()):
        labels = dict(subject._meta.get_field(field).flatchoices)  # type: ignore[union-attr]
        raise WrongState(
            _("“%(subject)s” is %(state)s and cannot become %(to)s. Reload the page to see what is possible now.")
            % {
                "subject": subject,
                "state": str(labels.get(state, state)).lower(),
                "to": str(labels.get(to, to)).lower(),
            }
        )
    setattr(subject, field, to)
    return state, to
