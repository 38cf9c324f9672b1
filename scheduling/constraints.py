"""Two things are never in one room, and nobody in two places: the database's own refusal."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.core.exceptions import ValidationError
from django.db.models import F, Func, Q

from partners.constraints import TriggerConstraint, column


class NoOverlap(TriggerConstraint):
    """Rows with the same ``resource`` never overlap in [start, end) while ``state`` is one of ``holding``.

    PostgreSQL keeps it by a GiST exclusion constraint, SQLite by a pair of triggers with the same meaning
    (promise 1). Rows with an unknown start or end hold nothing.
    """

    def __init__(self, *, name, resource, start, end, state, holding, **kwargs):
        super().__init__(name=name, **kwargs)
        self.resource, self.start, self.end = resource, start, end
        self.state, self.holding = state, tuple(holding)

    def arguments(self):
        return {
            "resource": self.resource,
            "start": self.start,
            "end": self.end,
            "state": self.state,
            "holding": self.holding,
        }

    def sqlite_triggers(self, model, quote):
        fields = (self.resource, self.start, self.end, self.state)
        resource, start, end, state = (column(model, name, quote) for name in fields)
        pk = quote(model._meta.pk.column)
        states = ", ".join(f"'{value}'" for value in self.holding)
        clash = (
            f"NEW.{state} IN ({states}) AND EXISTS (SELECT 1 FROM %(table)s AS other "
            f"WHERE other.{resource} = NEW.{resource} AND other.{state} IN ({states}) "
            f"AND other.{start} < NEW.{end} AND other.{end} > NEW.{start}"
        )
        refuse = f"BEGIN SELECT RAISE(ABORT, 'overlap: {self.name}'); END"
        return {
            "insert": f"BEFORE INSERT ON %(table)s WHEN {clash}) {refuse}",
            "update": (
                f"BEFORE UPDATE OF {resource}, {start}, {end}, {state} ON %(table)s "
                f"WHEN {clash} AND other.{pk} <> NEW.{pk}) {refuse}"
            ),
        }

    def constraint_sql(self, model, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            return self._exclusion().constraint_sql(model, schema_editor)
        return super().constraint_sql(model, schema_editor)

    def create_sql(self, model, schema_editor):
        return self._exclusion().create_sql(model, schema_editor)

    def remove_sql(self, model, schema_editor):
        return self._exclusion().remove_sql(model, schema_editor)

    def _exclusion(self):
        period = Func(
            F(self.start), F(self.end), RangeBoundary(), function="TSTZRANGE", output_field=DateTimeRangeField()
        )
        known = Q(**{f"{self.start}__isnull": False, f"{self.end}__isnull": False})
        return ExclusionConstraint(
            name=self.name,
            expressions=[(self.resource, RangeOperators.EQUAL), (period, RangeOperators.OVERLAPS)],
            condition=Q(**{f"{self.state}__in": self.holding}) & known,
        )

    def validate(self, model, instance, exclude=None, using="default"):
        start, end = getattr(instance, self.start), getattr(instance, self.end)
        if getattr(instance, self.state) not in self.holding or start is None or end is None:
            return
        resource = model._meta.get_field(self.resource).attname
        clash = model._base_manager.using(using).filter(
            **{
                resource: getattr(instance, resource),
                f"{self.state}__in": self.holding,
                f"{self.start}__lt": end,
                f"{self.end}__gt": start,
            }
        )
        if clash.exclude(pk=instance.pk).exists():
            raise ValidationError(self.get_violation_error_message(), code=self.violation_error_code)
