from odoo.http import request

from ..tools.reader_dates import format_date, week_of

# The options of the routes: nothing is remembered of who comes, and no search engine is invited.
_PUBLIC = {"type": "http", "auth": "public", "save_session": False, "sitemap": False}
SHOW = {**_PUBLIC, "methods": ["GET"], "readonly": True}
# A CSRF token needs a session: what is sent proves itself by what the link or the page holds.
TAKE = {**_PUBLIC, "methods": ["POST"], "csrf": False}


def make_headers(sources: str) -> list[tuple[str, str]]:
    """Return the headers of a page that may be neither kept nor framed, nor named to other sites.

    :param sources: what the page may load, as directives of a content security policy; nothing else is
    """
    policy = f"default-src 'none'; {sources}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    return [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Cache-Control", "no-store"),
        ("Referrer-Policy", "no-referrer"),
        ("X-Robots-Tag", "noindex, nofollow"),
        ("X-Frame-Options", "DENY"),
        ("Content-Security-Policy", policy),
    ]


class PublicPage:
    """What the pages behind a link in a mail or on a poster have in common, for people without a login.

    No controller itself: Odoo takes controllers that inherit from one as a single extended one.
    """

    _headers = make_headers("style-src 'unsafe-inline'")

    def _render(self, template, values, status=200):
        """Return the page in the request's language; ``template`` begins with ``<html>``."""
        env = request.env
        lang = env.lang or "en_US"
        values = {
            "lang": lang,
            "lang_html": lang.replace("_", "-"),
            "direction": env["res.lang"]._get_data(code=lang).direction or "ltr",
            "format_date": lambda day: format_date(env, day),
            "format_week": lambda day: "{:02d}/{}".format(*week_of(env, day)),
            **values,
        }
        # The visitor may not read views; the templates show nothing but `values`, and so need
        # no user and company, which would have to be read.
        page = env["ir.qweb"].sudo()._render(template, values, minimal_qcontext=True)
        return request.make_response(f"<!DOCTYPE html>\n{page}", headers=self._headers, status=status)
