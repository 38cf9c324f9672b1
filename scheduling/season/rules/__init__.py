"""What must hold within a row, among the rows of a sheet, and between sheets. No database: see ``known``."""
