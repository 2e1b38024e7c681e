import re
from collections.abc import Collection

from odoo import fields
from odoo.tools.misc import get_lang

from .reader_dates import format_week, years_ahead

_TYPED = re.compile(r"\d{4}")


class IsoWeek(fields.Char):
    """An ISO week such as "2026-W47", shown with the year of the reader's language, and found by it.

    In the database, in Python and in exports it is the same for everybody, and sorts as text.
    """

    def convert_to_read(self, value, record, use_display_name=True):
        return super().convert_to_read(format_week(record.env, value) if value else value, record, use_display_name)

    def convert_to_display_name(self, value, record):
        return format_week(record.env, value) or False

    def condition_to_sql(self, field_expr, operator, value, model, alias, query):
        if ahead := years_ahead(get_lang(model.env).code):
            # Typed as it is shown. Weeks of the Common Era, which the suite itself looks for, stay what they are.
            value = _read_typed(value, ahead)
        return super().condition_to_sql(field_expr, operator, value, model, alias, query)


def _read_typed(value, ahead: int):
    """Return what is searched for with years of the Common Era: a text, or a collection of them."""
    if isinstance(value, str):
        return _TYPED.sub(lambda year: _year_before(year[0], ahead), value)
    if isinstance(value, Collection):
        return [_read_typed(one, ahead) for one in value]
    return value


def _year_before(year: str, ahead: int) -> str:
    return str(int(year) - ahead) if int(year) > 2000 + ahead - 100 else year
