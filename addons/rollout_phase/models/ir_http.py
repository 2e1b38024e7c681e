from odoo import models
from odoo.http import request

PUBLIC_PREFIX = "/rollout/"


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _dispatch(cls, endpoint):
        """Drop a parameter named ``self``, and parts without a name: Odoo would pass them on, and fail."""
        if request.httprequest.path.startswith(PUBLIC_PREFIX):
            request.params = {name: value for name, value in request.params.items() if name and name != "self"}
        return super()._dispatch(endpoint)
