from odoo import fields, models


class BenchFloorAnswer(models.Model):
    """Five answers in five columns."""

    _name = "bench.floor.answer"
    _description = "Benchmark Floor Answer"

    mood = fields.Integer()
    workload = fields.Integer()
    manual_hours = fields.Float()
    kind = fields.Char()
    comment = fields.Text()
