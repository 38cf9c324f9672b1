"""Rules the database itself keeps by triggers, the same on SQLite and PostgreSQL.

Every trigger of the project comes from this family, so that all of them survive SQLite's table
remakes (Django asks ``constraint_sql`` again for the new table) and can be lifted in one place.
"""

import re
from collections.abc import Iterable

from django.db.backends.ddl_references import Statement, Table
from django.db.models import BaseConstraint


class TriggerConstraint(BaseConstraint):
    """Base: a subclass says which trigger statements keep its rule on each vendor."""

    def sqlite_triggers(self, model, quote) -> dict[str, str]:
        """Return {suffix: "BEFORE … ON %(table)s … BEGIN … END"}."""
        raise NotImplementedError

    def postgresql_triggers(self, model, quote) -> tuple[str, dict[str, str]]:
        """Return (body of a plpgsql function, {suffix: "BEFORE … ON %(table)s FOR EACH …"})."""
        raise NotImplementedError

    def deconstruct(self):
        path, args, kwargs = super().deconstruct()
        return path, args, kwargs | self.arguments()

    def arguments(self) -> dict:
        """The constructor's own keyword arguments, for migrations."""
        return {}

    def __eq__(self, other):
        return type(other) is type(self) and self.deconstruct() == other.deconstruct()

    def __hash__(self):
        return hash((type(self), self.name))

    def validate(self, model, instance, exclude=None, using="default"):
        """Most trigger rules have nothing to say about one instance before it is written."""

    # DDL ---------------------------------------------------------------------------------------

    def constraint_sql(self, model, schema_editor):
        schema_editor.deferred_sql.extend(self._statements(model, schema_editor))
        return None

    def create_sql(self, model, schema_editor):
        statements = list(self._statements(model, schema_editor))
        return Statement(";\n".join(str(statement) for statement in statements).replace("%", "%%"))

    def remove_sql(self, model, schema_editor):
        quote = schema_editor.quote_name
        table = quote(model._meta.db_table)
        _, triggers = self.postgresql_triggers(model, quote)
        drops = [f"DROP TRIGGER IF EXISTS {quote(f'{self.name}_{suffix}')} ON {table}" for suffix in triggers]
        drops.append(f"DROP FUNCTION IF EXISTS {quote(self.name)}()")
        return Statement("; ".join(drops))

    def _statements(self, model, schema_editor) -> Iterable[Statement]:
        quote = schema_editor.quote_name
        table = Table(model._meta.db_table, quote)
        if schema_editor.connection.vendor == "postgresql":
            body, triggers = self.postgresql_triggers(model, quote)
            function = quote(self.name)
            yield Statement(
                f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$body$ BEGIN {body} END $body$".replace("%", "%%")
            )
            for suffix, when in triggers.items():
                yield Statement(
                    f"CREATE TRIGGER {quote(f'{self.name}_{suffix}')} {when} EXECUTE FUNCTION {function}()", table=table
                )
        else:
            for suffix, body in self.sqlite_triggers(model, quote).items():
                yield Statement(f"CREATE TRIGGER {quote(f'{self.name}_{suffix}')} {body}", table=table)


def column(model, name: str, quote) -> str:
    return quote(model._meta.get_field(name).column)


class AppendOnly(TriggerConstraint):
    """Rows can be added, never changed or removed (promise 8 of the design)."""

    def sqlite_triggers(self, model, quote):
        refuse = f"BEGIN SELECT RAISE(ABORT, 'append only: {self.name}'); END"
        return {
            "update": f"BEFORE UPDATE ON %(table)s {refuse}",
            "delete": f"BEFORE DELETE ON %(table)s {refuse}",
        }

    def postgresql_triggers(self, model, quote):
        # integrity_constraint_violation reaches Python as IntegrityError, as on SQLite.
        body = f"RAISE EXCEPTION 'append only: {self.name}' USING ERRCODE = 'integrity_constraint_violation';"
        return body, {
            "row": "BEFORE UPDATE OR DELETE ON %(table)s FOR EACH ROW",
            "truncate": "BEFORE TRUNCATE ON %(table)s FOR EACH STATEMENT",
        }


class Frozen(TriggerConstraint):
    """Rows cannot be removed, and the named fields cannot change once written (promise 5)."""

    def __init__(self, *, name, fields, **kwargs):
        super().__init__(name=name, **kwargs)
        self.fields = tuple(fields)

    def arguments(self):
        return {"fields": self.fields}

    def sqlite_triggers(self, model, quote):
        columns = [column(model, name, quote) for name in self.fields]
        changed = " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in columns)
        refuse = f"BEGIN SELECT RAISE(ABORT, 'frozen: {self.name}'); END"
        return {
            "update": f"BEFORE UPDATE OF {', '.join(columns)} ON %(table)s WHEN {changed} {refuse}",
            "delete": f"BEFORE DELETE ON %(table)s {refuse}",
        }

    def postgresql_triggers(self, model, quote):
        changed = " OR ".join(
            f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in (column(model, field, quote) for field in self.fields)
        )
        refuse = f"RAISE EXCEPTION 'frozen: {self.name}' USING ERRCODE = 'integrity_constraint_violation';"
        body = f"IF TG_OP <> 'UPDATE' THEN {refuse} END IF; IF {changed} THEN {refuse} END IF; RETURN NEW;"
        return body, {
            "row": "BEFORE UPDATE OR DELETE ON %(table)s FOR EACH ROW",
            "truncate": "BEFORE TRUNCATE ON %(table)s FOR EACH STATEMENT",
        }


def violated(error: Exception, name: str) -> bool:
    """Say whether a database error was raised by the constraint called ``name``."""
    return re.search(rf"\b{re.escape(name)}\b", str(error)) is not None
