"""The values in the rows of tables."""

Value = str | int | float | bool | None
Row = list[Value]
