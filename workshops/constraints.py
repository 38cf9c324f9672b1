"""No more seats than a workshop has: counted by the database in the statement that takes the seat."""

from partners.constraints import TriggerConstraint


class SeatCount(TriggerConstraint):
    """Keep ``parent.counter`` equal to the number of child rows whose ``state`` holds a seat.

    The counter moves in the same statement as the child row, so the parent's CHECK
    (seats taken ≤ capacity) refuses the child row that would oversell (promise 2).
    """

    def __init__(self, *, name, parent, counter, state, holding, **kwargs):
        super().__init__(name=name, **kwargs)
        self.parent, self.counter, self.state, self.holding = parent, counter, state, tuple(holding)

    def arguments(self):
        return {"parent": self.parent, "counter": self.counter, "state": self.state, "holding": self.holding}

    def _parts(self, model, quote):
        field = model._meta.get_field(self.parent)
        parent = field.remote_field.model._meta
        states = ", ".join(f"'{state}'" for state in self.holding)
        state = quote(model._meta.get_field(self.state).column)

        def holds(row):
            return f"(CASE WHEN {row}.{state} IN ({states}) THEN 1 ELSE 0 END)"

        def move(row, sign):
            counter = quote(parent.get_field(self.counter).column)
            return (
                f"UPDATE {quote(parent.db_table)} SET {counter} = {counter} {sign} 1 "
                f"WHERE {quote(parent.pk.column)} = {row}.{quote(field.column)} AND {holds(row)} = 1;"
            )

        same = f"{holds('OLD')} = {holds('NEW')} AND OLD.{quote(field.column)} = NEW.{quote(field.column)}"
        return state, quote(field.column), move, same

    def sqlite_triggers(self, model, quote):
        state, parent, move, same = self._parts(model, quote)
        return {
            "insert": f"AFTER INSERT ON %(table)s BEGIN {move('NEW', '+')} END",
            "update": (
                f"AFTER UPDATE OF {state}, {parent} ON %(table)s WHEN NOT ({same}) "
                f"BEGIN {move('OLD', '-')} {move('NEW', '+')} END"
            ),
            "delete": f"AFTER DELETE ON %(table)s BEGIN {move('OLD', '-')} END",
        }

    def postgresql_triggers(self, model, quote):
        _, _, move, same = self._parts(model, quote)
        body = (
            f"IF TG_OP = 'INSERT' THEN {move('NEW', '+')} "
            f"ELSIF TG_OP = 'DELETE' THEN {move('OLD', '-')} "
            f"ELSIF NOT ({same}) THEN {move('OLD', '-')} {move('NEW', '+')} END IF; RETURN NULL;"
        )
        return body, {"row": "AFTER INSERT OR UPDATE OR DELETE ON %(table)s FOR EACH ROW"}
