"""The sheets of a roster's workbook, one module a kind of sheet."""
