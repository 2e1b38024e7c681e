from odoo import models
from odoo.http import request

from ..tools.language import choose_language


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _authenticate(cls, endpoint):
        """Serve a route with ``anonymous=True`` to nobody in particular, whoever is logged in.

        The session is not even looked at: checking it would note the device and the time of its
        user's activity.
        """
        if not endpoint.routing.get("anonymous"):
            return super()._authenticate(endpoint)
        request.session.can_save = False
        public_user = cls._get_public_users()[0]
        return request.update_env(user=public_user, context=cls._get_visitor_context(), su=False)

    @classmethod
    def _get_visitor_context(cls):
        """Return the language of the link, or of the browser.

        Where neither is installed, Odoo takes that of the company, which it has to read first.
        """
        installed = [code for code, _name in request.env["res.lang"].get_installed()]
        asked = request.httprequest
        lang = choose_language([asked.args.get("lang", ""), *asked.accept_languages.values()], installed)
        return {"lang": lang} if lang else {}
