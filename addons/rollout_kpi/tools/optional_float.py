from odoo import fields


class OptionalFloat(fields.Float):
    """A float that can be empty, since a number that isn't known is not 0.

    Empty is NULL in the database, so that sums and averages leave it out, and False in Python
    and in the web client, which shows nothing. Compare with ``is False``: 0.0 is a number.
    """

    def convert_to_column(self, value, record, values=None, validate=True):
        if value is None or value is False:
            return None
        return super().convert_to_column(value, record, values, validate)

    def convert_to_cache(self, value, record, validate=True):
        if value is None or value is False:
            return None
        return super().convert_to_cache(value, record, validate)

    def convert_to_record(self, value, record):
        return False if value is None else value

    def convert_to_export(self, value, record):
        return "" if value is False else value
