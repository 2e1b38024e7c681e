from werkzeug.exceptions import abort

from odoo import models
from odoo.http import request

# Of the pages for people without a login, and of those for the implementation partner.
PREFIXES = ("/rollout/", "/my/rollout")


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _dispatch(cls, endpoint):
        """Guard our pages against what Odoo lets through to every page.

        It would call them for OPTIONS, too, without asking for a CSRF token, though nothing but a POST may change
        anything. A parameter named ``self``, and parts without a name, it would pass on, and fail.
        """
        if any(path.startswith(PREFIXES) for path in endpoint.routing["routes"]):
            if request.httprequest.method == "OPTIONS":
                abort(request.make_response("", headers=[("Allow", ", ".join(endpoint.routing["methods"]))]))
            request.params = {name: value for name, value in request.params.items() if name and name != "self"}
        return super()._dispatch(endpoint)
