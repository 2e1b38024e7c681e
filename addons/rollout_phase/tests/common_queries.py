from lxml import etree

# What widgets read beside their own field, as their JavaScript says.
WIDGET_FIELDS = {
    "list_activity": [
        "activity_exception_decoration",
        "activity_exception_icon",
        "activity_state",
        "activity_summary",
        "activity_type_icon",
        "activity_type_id",
    ],
    "kanban_activity": [
        "activity_exception_decoration",
        "activity_exception_icon",
        "activity_state",
        "activity_summary",
        "activity_type_icon",
        "activity_type_id",
    ],
    "statusbar_duration": ["duration_tracking"],
}


class QueryCase:
    """Counts what a screen costs; for test classes next to RolloutCase."""

    def _count(self, call, *arguments):
        """Return how many statements a call needs with nothing in the cache of records.

        The fewest of a few calls: the first ones fill the caches of the registry.
        """
        counts = []
        for _number in range(4):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            call(*arguments)
            counts.append(self.env.cr.sql_log_count - before)
        return min(counts)

    def _specification(self, model, view_type):
        """Return what the web client asks for to draw a view, made from its fields."""
        model = model.with_user(self.lead)
        views = model.get_views([(False, view_type), (False, "search")], {"load_filters": True})
        return self._from_node(etree.fromstring(views["views"][view_type]["arch"]), model)

    def _from_node(self, node, model):
        specification = {}
        for field in node.xpath(".//field[not(ancestor::field)]"):
            name = field.get("name")
            kind = model._fields[name].type
            names = [name, *WIDGET_FIELDS.get(field.get("widget"), ())]
            for each in names:
                related = model._fields[each].comodel_name
                if kind in ("one2many", "many2many") and each == name:
                    [inline] = field.xpath("./list")[:1] or [None]
                    below = {} if inline is None else self._from_node(inline, model.env[related])
                    specification[each] = {"fields": below or {"display_name": {}}}
                elif related:
                    specification[each] = {"fields": {"display_name": {}}}
                else:
                    specification[each] = {}
        return specification
