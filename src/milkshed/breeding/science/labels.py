"""What a cell of a table names: an animal, a level, or nothing."""


def label(value: object) -> str | None:
    """The name as text; None for None, an empty text, NaN and the like.

    Tables read elsewhere hold whole numbers as 12.0 where some are missing: the name is then 12.
    """
    if isinstance(value, str):
        return value or None
    if value is None or (isinstance(value, float) and value != value):
        return None
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = str(value)
    return None if text in ("", "nan", "<NA>", "NaT") else text
