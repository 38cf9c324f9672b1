"""The one place that lifts the append-only triggers, so that a test database can be emptied."""

from contextlib import contextmanager

from django.apps import apps

from partners.constraints import AppendOnly, Frozen


def _guarded():
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if isinstance(constraint, (AppendOnly, Frozen)):
                yield model, constraint


@contextmanager
def lifted_triggers(connection):
    """Drop the triggers that refuse deletion, and put them back."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for model, constraint in _guarded():
            table = quote(model._meta.db_table)
            if connection.vendor == "postgresql":
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            else:
                for suffix in constraint.sqlite_triggers(model, quote):
                    cursor.execute(f"DROP TRIGGER IF EXISTS {quote(f'{constraint.name}_{suffix}')}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for model, constraint in _guarded():
                table = quote(model._meta.db_table)
                if connection.vendor == "postgresql":
                    cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
                else:
                    for suffix, body in constraint.sqlite_triggers(model, quote).items():
                        name = quote(f"{constraint.name}_{suffix}")
                        cursor.execute(f"CREATE TRIGGER IF NOT EXISTS {name} {body % {'table': table}}")
