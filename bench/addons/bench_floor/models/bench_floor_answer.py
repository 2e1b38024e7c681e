from odoo import fields, models


class BenchFloorAnswer(models.Model):
    """Seven answers in seven columns."""

    _name = "bench.floor.answer"
    _description = "Benchmark Floor Answer"

    mood = fields.Integer()
    workload = fields.Integer()
    control = fields.Integer()
    upstream = fields.Integer()
    manual_hours = fields.Float()
    kind = fields.Char()
    comment = fields.Text()
