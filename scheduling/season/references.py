"""Finding what a row refers to, and telling a wrong reference from the consequence of another fault.

"A fault is reported once, at its cause": a reference to a faulty row is no further fault, and where a row has lost its
own code, the references to that code are not reported either.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from .report import Report
from .rows import Row

# So many equal references are not all mistyped.
NO_SLIP = 3


def code_key(text: str) -> str:
    return text.casefold()


@dataclass
class Miss:
    row: Row
    field: str
    key: str


class Index[R: Row]:
    """Rows of one sheet by their codes, beside what the database knows.

    ``absent`` says that there is no such sheet, ``incomplete`` that columns of it are missing, so that nothing can
    be said of what it lacks.
    """

    def __init__(self, title: str, known: Collection[str], *, absent: bool = False, incomplete: bool = False):
        self.title = title
        self.known = known
        self.absent = absent
        self.incomplete = incomplete
        self.rows: dict[str, R] = {}
        self.lost = 0
        self.doubled = 0
        self.misses: list[Miss] = []
        # Unknown codes that a row with a faulty code of its own stands for; known once settled.
        self.explained: set[str] = set()

    def add(self, row: R, text: str) -> R | None:
        """Enter a row under its code; return the earlier row that has this code already."""
        if not text:
            self.lost += 1
            return None
        earlier = self.rows.setdefault(code_key(text), row)
        if earlier is row:
            return None
        self.doubled += 1
        return earlier

    def find(self, row: Row, field: str) -> R | None:
        """The row that the text in ``field`` refers to; None where only the database knows it, or nobody.

        What nobody knows is kept for ``settle``. The referring row needs the other one to be imported, unless
        the database has it.
        """
        text = getattr(row, field)
        if not text:
            return None
        key = code_key(text)
        target = self.rows.get(key)
        if target is not None and (target.held_back or key not in self.known):
            row.needs.append(target)
        elif target is None and key not in self.known:
            row.faulty.add(field)
            self.misses.append(Miss(row, field, key))
        return target

    def settle(self, report: Report, code: str) -> None:
        """Report the references that nobody knows, or the sheet that is missing.

        A row without a code of its own is what the most frequent unknown code stands for, most likely; a row whose
        code is another row's may be, if the unknown code occurs so often in one column that it is no slip of the pen.
        """
        counts = Counter(miss.key for miss in self.misses).most_common()
        self.explained = {key for key, _count in counts[: self.lost]}
        columns = Counter((miss.key, type(miss.row), miss.field) for miss in self.misses)
        firm = {key for (key, _sheet, _field), count in columns.items() if count >= NO_SLIP}
        self.explained |= {key for key, _count in counts[self.lost : self.lost + self.doubled]} & firm
        if self.absent and self.misses:
            report.sheet_fault(self.title, 1, "", "missing_sheet")
        elif not self.incomplete:
            for miss in self.misses:
                if miss.key not in self.explained:
                    report.fault(miss.row, miss.field, code)


def report_cycles[R: Row](rows: Iterable[R], parent_of: Callable[[R], R | None], report: Report) -> None:
    """Report each row that closes a circle of parents: the last row of the circle, where it was completed."""
    safe: set[R] = set()
    for row in rows:
        trail: dict[R, None] = {}
        step: R | None = row
        while step is not None and step not in safe and step not in trail:
            trail[step] = None
            step = parent_of(step)
        if step is not None and step in trail:
            circle = list(trail)[list(trail).index(step) :]
            report.fault(max(circle, key=lambda member: member.number), "parent", "cycle")
        safe.update(trail)
