import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.models import LOG_ACCESS_COLUMNS

from ..tools import meant_year
from ..tools.reader_dates import format_date, format_datetime, years_ahead

# As a tracked change holds a date, or a moment.
STORED_DAY = re.compile(r"\d{4}-\d\d-\d\d( \d\d:\d\d:\d\dZ)?")


# Nothing in a launch is counted in more than this, and nothing overflows below it.
MOST = {"integer": 2**31 - 1, "float": 10**12, "monetary": 10**12}
# Letters of one line; addresses of web hooks are the longest.
LONGEST_LINE = 1000


class RolloutDatedMixin(models.AbstractModel):
    """Dates whose year can be meant: a launch is a matter of years, not of centuries.

    31/01/2570 is a day like any other for a computer, and so is the 1970 that it makes of 31/1/70. Whoever writes so
    means 2027, by the calendar on the wall. Such a date is refused, whichever way it comes, with a sentence that names
    the year that was meant. What has been stored before stays, and can be mended field by field: only what changes is
    looked at. Every model of the suite with a date that can be written has this mixin, wizards too. A number that is
    too large for anything is refused as well, and so is a name of blanks, or of more than a line.
    """

    _name = "rollout.dated.mixin"
    _description = "Dates That Can Be Meant"

    @api.depends_context("lang")
    def _compute_display_name(self):
        """Name what is called by its day as its reader writes days."""
        result = super()._compute_display_name()
        name = self._rec_name
        if name and self._fields[name].type == "date":
            for record in self:
                record.display_name = format_date(self.env, record[name]) or False
        return result

    def _notify_by_email_prepare_rendering_context(self, message, *args, **kwargs):
        """Name changed days in a mail as its reader's calendar does: Odoo writes them as they are stored."""
        values = super()._notify_by_email_prepare_rendering_context(message, *args, **kwargs)
        if years_ahead(values["lang"] or ""):
            values["tracking_values"] = [
                (name, *(self._write_stored_day(value, values["lang"]) for value in (old, new)))
                for name, old, new in values["tracking_values"]
            ]
        return values

    def _write_stored_day(self, value, lang: str):
        if not isinstance(value, str) or not STORED_DAY.fullmatch(value):
            return value
        if value.endswith("Z"):
            return format_datetime(self.env, value[:-1], lang_code=lang)
        return format_date(self.env, value, lang)

    @api.model
    def _is_written_date(self, field) -> bool:
        """Return whether the values of a field are dates that come from outside."""
        return (
            field.type in ("date", "datetime")
            and field.name not in LOG_ACCESS_COLUMNS
            and bool(field.store or field.inverse)
            # What is read-only for people the suite writes by itself: looked at is what a client sends all the same.
            and not (field.readonly and self.env.su)
        )

    def _prepare_create_values(self, vals_list):
        # Defaults are in there by now: a client may send these, too.
        vals_list = super()._prepare_create_values(vals_list)
        for vals in vals_list:
            self._check_years(vals)
            self._check_numbers(vals)
            self._check_lines(vals)
        return vals_list

    def write(self, vals):
        self._check_years(vals)
        self._check_numbers(vals)
        self._check_lines(vals)
        return super().write(vals)

    def _update_field_translations(self, field_name, translations, digest=None, source_lang=""):
        for value in translations.values():
            if isinstance(value, str):
                self._check_lines({field_name: value})
        return super()._update_field_translations(field_name, translations, digest, source_lang)

    @api.model
    def _check_lines(self, vals):
        """Look at what a client sends for one line of text; what the suite writes it has shortened itself.

        :raise ValidationError: a required one of nothing but blanks, or one that is too long
        """
        for name in vals.keys() & self._fields.keys() if not self.env.su else ():
            field, text = self._fields[name], vals[name]
            if field.type != "char" or not isinstance(text, str):
                continue
            label = field._description_string(self.env)
            if field.required and text and not any(each.isprintable() and not each.isspace() for each in text):
                raise ValidationError(self.env._("%s: write something that can be read.", label))
            if len(text) > LONGEST_LINE:
                raise ValidationError(
                    self.env._("%(field)s: %(most)s letters at most.", field=label, most=LONGEST_LINE)
                )

    @api.model
    def _check_numbers(self, vals):
        """
        :raise ValidationError: a number that is none, or too large to be meant
        """
        for name in vals.keys() & self._fields.keys():
            field = self._fields[name]
            most = MOST.get(field.type)
            if most and vals[name] and not -most <= float(vals[name]) <= most:
                refusal = self.env._("This number is too large to be meant.")
                sentence = f"{field._description_string(self.env)}: {refusal}"
                raise ValidationError(sentence)

    @api.model
    def _get_meant_years(self) -> range:
        """Return the years that can be meant; what is computed while somebody types leaves out all others."""
        return meant_year.known_years(fields.Date.context_today(self))

    def _check_years(self, vals):
        """Look at the dates among ``vals`` that aren't those of all records of ``self`` already.

        :raise ValidationError: a year that can't be meant
        """
        years = self._get_meant_years()
        for name in vals.keys() & self._fields.keys():
            field = self._fields[name]
            if not self._is_written_date(field):
                continue
            day = field.convert_to_cache(vals[name], self)
            if not day or day.year in years:
                continue
            if not self or any(record[name] != day for record in self):
                sentence = f"{field._description_string(self.env)}: {self._explain_year(day, years)}"
                raise ValidationError(sentence)

    @api.model
    def _explain_year(self, day, years: range) -> str:
        """Return the sentence for a year that can't be meant, with the one that was.

        :param day: a date or a datetime
        :param years: those that can be meant
        """
        refusal = self.env._(
            "The year %(year)s can't be meant, only %(first)s to %(last)s.",
            year=f"{day.year:04d}",
            first=years[0],
            last=years[-1],
        )
        guess = meant_year.guess_year(day, years)
        if not guess:
            return refusal
        year, calendar, written = guess
        names = {
            meant_year.BUDDHIST: self.env._("B.E. %s", written),
            meant_year.HEBREW: self.env._("Hebrew year %s", written),
            meant_year.HIJRI: self.env._("Hijri %s", written),
            meant_year.MINGUO: self.env._("Minguo %s", written),
            meant_year.REIWA: self.env._("Reiwa %s", written),
            meant_year.SAKA: self.env._("Saka %s", written),
            meant_year.SOLAR_HIJRI: self.env._("Solar Hijri %s", written),
            meant_year.VIKRAM: self.env._("Vikram Samvat %s", written),
        }
        meant = f"{year} ({names[calendar]})" if calendar else year
        question = self.env._("Did you mean %s? Write the year in four digits, of the Common Era.", meant)
        return f"{refusal} {question}"
