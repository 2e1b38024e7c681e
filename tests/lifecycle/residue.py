"""What an addon that went has left behind in a database."""

import re

# Words of files that Odoo keeps for its search: of bundles that it makes anew.
_MADE_ANEW = {("ir_attachment", "index_content")}
# What Odoo knows of addons that are not installed, and where it keeps what was said about them.
_ABOUT_ADDONS = {"ir_module_module", "ir_module_module_dependency", "ir_module_category", "ir_logging", "ir_profile"}


class Before:
    """What a database holds before addons leave it."""

    def __init__(self, database):
        self._database = database
        self._models = self._get_models()
        self._owners = database.query(
            """SELECT f.model, f.name, array_agg(d.module) FROM ir_model_fields f
                 JOIN ir_model_data d ON d.model = 'ir.model.fields' AND d.res_id = f.id
                WHERE f.store GROUP BY f.id"""
        )
        self.addons = installed(database)

    def find_residue(self):
        """The addons that went since, and what stands there of them: `(names, ["table.column: value", …])`."""
        gone = self.addons - installed(self._database)
        names = gone, self._models - self._get_models()
        return gone, [*self._find_words(*names), *self._find_columns(gone)]

    def _get_models(self):
        return {model for (model,) in self._database.query("SELECT model FROM ir_model")}

    def _find_words(self, addons, models):
        """The places in which one of the names stands as a whole."""
        # The name of a model may be the beginning of another one's.
        names = [*map(re.escape, sorted(addons)), *(rf"{re.escape(model)}(?!\.[a-z])" for model in sorted(models))]
        pattern = rf"(^|[^a-z_.])({'|'.join(names)})($|[^a-z_])"
        columns = self._database.query(
            """SELECT table_name, column_name FROM information_schema.columns JOIN information_schema.tables
                      USING (table_schema, table_name)
                WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
                  AND data_type IN ('text', 'character varying', 'jsonb')"""
        )
        for table, column in columns:
            if table not in _ABOUT_ADDONS and (table, column) not in _MADE_ANEW:
                rows = self._database.query(
                    f'SELECT DISTINCT left("{column}"::text, 200) FROM "{table}" WHERE "{column}"::text ~ %s LIMIT 3',
                    pattern,
                )
                yield from (f"{table}.{column}: {value}" for (value,) in rows)

    def _find_columns(self, gone):
        """The tables and columns of models and fields that only the addons which went had defined."""
        columns = set(self._database.query("SELECT table_name, column_name FROM information_schema.columns"))
        for model, name, owners in self._owners:
            if set(owners) <= gone and (model.replace(".", "_"), name) in columns:
                yield f"{model}.{name}: a column"


def installed(database):
    return {name for (name,) in database.query("SELECT name FROM ir_module_module WHERE state = 'installed'")}
