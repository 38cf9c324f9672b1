"""What an import will write: collected while rows are compared with the database, saved in bulk at the end.

Until ``save`` nothing is written, so a preview is the same comparison without its last step.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import batched
from typing import Any

from django.db import models

from partners.models import (
    Agreement,
    AgreementParty,
    Event,
    Expertise,
    Membership,
    Organisation,
    Person,
    PersonRecord,
)
from scheduling.models import Booking, Room, Site, Unavailability
from workshops.models import Feature, Programme, Registration, Session, Workshop

from .reach import Reach
from .report import Report
from .rows import KINDS, Row, columns_of

BATCH = 500
# What others refer to is written before them.
WRITING_ORDER: tuple[type[models.Model], ...] = (
    Feature,
    Expertise,
    Organisation,
    Site,
    Room,
    Person,
    PersonRecord,
    Membership,
    Agreement,
    AgreementParty,
    Programme,
    Workshop,
    Session,
    Registration,
    Unavailability,
    Booking,
)


class Draft:
    """New and changed objects. The dictionaries find, by key, what stands in the database or will."""

    def __init__(self, report: Report, reach: Reach):
        self.report = report
        self.reach = reach
        self.create = Counter(dict.fromkeys(KINDS, 0))
        self.change = Counter(dict.fromkeys(KINDS, 0))
        self.left = Counter(dict.fromkeys(KINDS, 0))
        self.organisations: dict[str, Organisation] = {}
        self.people: dict[object, Person] = {}
        self.rooms: dict[str, Room] = {}
        self.agreements: dict[str, Agreement] = {}
        self.workshops: dict[str, Workshop] = {}
        self._words: dict[type[models.Model], dict[str, Any]] = {
            model: {word.name.lower(): word for word in model.objects.all()} for model in (Expertise, Feature)
        }
        self._new: dict[tuple[type[models.Model], int], list[models.Model]] = defaultdict(list)
        self._changed: dict[type[models.Model], dict[models.Model, set[str]]] = defaultdict(dict)
        self._links: dict[type[models.Model], list[models.Model]] = defaultdict(list)
        self._decided: set[tuple[str, str]] = set()

    # Collecting --------------------------------------------------------------------------------

    def add(self, thing: Any, *, level: int = 0) -> Any:
        """Take up a new object; ``level`` is its depth in a tree of its own kind."""
        self._new[type(thing), level].append(thing)
        return thing

    def new(self, model: type[models.Model]) -> list[Any]:
        """New objects of a kind, whatever their depth."""
        return [thing for (kind, _level), things in self._new.items() if kind is model for thing in things]

    def link(self, through: type[models.Model], **ends: Any) -> None:
        self._links[through].append(through(**ends))

    def word(self, model: type[models.Model], name: str) -> Any:
        """The expertise or feature of that name, whatever its capitals; a new one if need be."""
        known = self._words[model]
        if name.lower() not in known:
            known[name.lower()] = self.add(model(name=name))  # type: ignore[call-arg]
        return known[name.lower()]

    def words(self, model: type[models.Model], names: Iterable[str]) -> list[Any]:
        """Each expertise or feature of these names once."""
        return list({name.lower(): self.word(model, name) for name in names}.values())

    def respect(self, things: Iterable[Any]) -> None:
        """Remember which of these somebody has decided on since: the audit trail names them. They are not changed."""
        ids = defaultdict(list)
        for thing in things:
            ids[thing._meta.label_lower].append(str(thing.public_id))
        for label, keys in ids.items():
            events = Event.objects.filter(object_type=label).values_list("object_id", flat=True)
            self._decided |= {(label, key) for key in in_batches(events, "object_id", keys)}

    def is_decided(self, thing: Any) -> bool:
        return (thing._meta.label_lower, str(getattr(thing, "public_id", ""))) in self._decided

    def amend(self, thing: Any, **values: Any) -> set[str]:
        """Change what differs; return the names of those fields."""
        changed = differences(thing, values)
        for name in changed:
            setattr(thing, name, values[name])
        # What is new itself is written whole anyway.
        if changed and thing.pk is not None:
            self._changed[type(thing)].setdefault(thing, set()).update(changed)
        return changed

    def update(self, row: Row, thing: Any, values: dict[str, Any]) -> set[str]:
        """Change what a row says differently, unless somebody has decided on the thing here: then only say so."""
        if changed := differences(thing, values):
            if self.is_decided(thing):
                self.leave(row, "changed_here", thing, changed)
                return set()
            if not self.reach.covers(thing):
                self.leave(row, "not_yours", thing, changed)
                return set()
            self.amend(thing, **{name: values[name] for name in changed})
        return changed

    def leave(self, row: Row, code: str, thing: Any, changed: set[str]) -> None:
        """Warn that a thing stays as it is although the row says otherwise."""
        columns = columns_of(type(row))
        field = next((name for name in columns if name in changed), next(iter(columns)))
        what = ", ".join(sorted(str(thing._meta.get_field(name).verbose_name) for name in changed))
        self.report.warn(row, field, code, what=what)

    def count(self, row: Row, *, changed: bool) -> None:
        (self.change if changed else self.left)[row.KIND] += 1

    # Writing -----------------------------------------------------------------------------------

    def is_empty(self) -> bool:
        return not (any(self._new.values()) or self._changed or self._links)

    def save(self) -> None:
        for model, level in sorted(self._new, key=lambda key: (WRITING_ORDER.index(key[0]), key[1])):
            model._default_manager.bulk_create(self._new[model, level], batch_size=BATCH)
        for model, changed in self._changed.items():
            fields = sorted(set().union(*changed.values()))
            model._default_manager.bulk_update(list(changed), fields, batch_size=BATCH)
        for through, ends in self._links.items():
            through._default_manager.bulk_create(ends, batch_size=BATCH)


def differences(thing: models.Model, values: dict[str, Any]) -> set[str]:
    """Names of the fields in which a thing is not as ``values`` says; related objects are compared by key alone."""
    different = set()
    for name, value in values.items():
        if isinstance(value, models.Model):
            attname = thing._meta.get_field(name).attname  # type: ignore[union-attr]
            same = value.pk is not None and getattr(thing, attname) == value.pk
        else:
            same = getattr(thing, name) == value
        if not same:
            different.add(name)
    return different


def in_batches(rows: models.QuerySet, field: str, keys: Iterable[Any]) -> Iterator[Any]:
    """``rows`` with one of ``keys`` in ``field``: a query a batch, since databases take only so many parameters."""
    for batch in batched(keys, BATCH):
        yield from rows.filter(**{f"{field}__in": batch})


def given(**values: Any) -> dict[str, Any]:
    """What a row says. A blank cell says nothing, so it never erases."""
    return {name: value for name, value in values.items() if value not in (None, "")}
