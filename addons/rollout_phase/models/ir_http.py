from odoo import models
from odoo.http import request

PUBLIC_PREFIX = "/rollout/"


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _dispatch(cls, endpoint):
        """Drop a parameter named ``self``: Odoo would pass it on twice, which is an error of the server."""
        if request.httprequest.path.startswith(PUBLIC_PREFIX):
            request.params.pop("self", None)
        return super()._dispatch(endpoint)
