"""The season import: a coordinator's workbook becomes organisations, people, rooms, agreements and workshops.

Reading goes one way, and only the last two steps know the database::

    archive   is the file safe to open at all?
    workbook  sheets, header rows, rows
    cells     one cell: a date, a NIP, a list of words       (words: the vocabulary)
    rows      one dataclass a sheet, its columns declared
    rules/    what must hold within and between sheets       (references, known, plan)
    store/    compare with the database, collect a draft     (draft: what will be written)
    importer  the action: permission, compare, write, audit

A fault stops the import, a warning does not; both name sheet, row, column and value and say what to do
(faults). A fault is reported once, at its cause: what only follows from it stays silent.
"""
