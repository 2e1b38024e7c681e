from werkzeug.exceptions import NotFound, RequestEntityTooLarge, abort
from werkzeug.routing import BaseConverter

from odoo import models
from odoo.http import request

from odoo.addons.rollout_base.tools import access_log

from ..tools.language import choose_language


class AnythingConverter(BaseConverter):
    """The rest of an address, whatever it holds: slashes and line breaks too."""

    part_isolating = False
    regex = r"[\s\S]+"
    # Whatever has an address of its own comes first.
    weight = 300


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _get_converters(cls):
        return {**super()._get_converters(), "anything": AnythingConverter}

    @classmethod
    def _match(cls, path):
        """Find nothing where a language stands before a broken link to one of our pages.

        It would be redirected, and no header may hold the link's line break.
        """
        if "/rollout/" in path[1:] and ("\n" in path or "\r" in path):
            raise NotFound()
        return super()._match(path)

    @classmethod
    def _pre_dispatch(cls, rule, args):
        """Answer a body that no form has with a page that says so."""
        result = super()._pre_dispatch(rule, args)
        if rule.endpoint.routing.get("anonymous"):
            try:
                request.httprequest.form  # noqa: B018 - reading it is what may fail
            except RequestEntityTooLarge:
                abort(rule.endpoint.func.__self__.refuse_size())
        return result

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
    def _handle_debug(cls):
        """Leave the pages for staff out of the developer mode, in which an error page shows what the server runs."""
        if access_log.is_page(request.httprequest.path):
            return None
        return super()._handle_debug()

    @classmethod
    def _serve_fallback(cls):
        """Find nothing at an address that no database can hold, instead of failing to look it up.

        Such as a page of ours after a language that isn't installed, with a broken token.
        """
        path = request.httprequest.path
        return None if "/rollout/" in path and "\0" in path else super()._serve_fallback()

    @classmethod
    def _get_visitor_context(cls):
        """Return the language of the link, or of the browser.

        Where neither is installed, Odoo takes that of the company, which it has to read first.
        """
        installed = [code for code, _name in request.env["res.lang"].get_installed()]
        asked = request.httprequest
        lang = choose_language([asked.args.get("lang", ""), *asked.accept_languages.values()], installed)
        return {"lang": lang} if lang else {}
