from .common_fields import get_origin

# A figure that is always of one record, or of like records, as `_alike_by` of the model says.
ALIKE = "only of like records"


class FiguresCase:
    """A table of an addon's numbers that may be added up or averaged, each with its reason; one without a row fails.

    For test classes next to RolloutCase. ``FIGURES`` has ``{model: {field: reason}}``; the reason is ALIKE where the
    model says by ``_alike_by`` which records are alike.
    """

    MODULE = ""
    FIGURES = {}

    def _figures(self, records, aggregate, groupby=()):
        return [
            group[aggregate]
            for group in records.formatted_read_group([("id", "in", records.ids)], groupby, [aggregate])
        ]

    def test_what_may_be_added_up_or_averaged(self):
        """Odoo adds up every new number by itself: say why that means something, or `aggregator=None`."""
        found = {}
        for name, model in self.registry.items():
            if not name.startswith("rollout.") or model._abstract or model._transient:
                continue
            for field in model._fields.values():
                is_figure = field.store and field.aggregator and field.type in ("integer", "float", "monetary")
                if is_figure and get_origin(model, field) == self.MODULE:
                    found.setdefault(name, set()).add(field.name)
                    alike = getattr(model, "_alike_by", {})
                    self.assertEqual(
                        self.FIGURES.get(name, {}).get(field.name) == ALIKE,
                        field.name in alike,
                        f"{name}.{field.name}",
                    )
        self.assertEqual(found, {name: set(figures) for name, figures in self.FIGURES.items()})
