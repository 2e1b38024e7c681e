from odoo import http
from odoo.http import request


class Floor(http.Controller):
    """A minimal page and a POST that creates one record: no session, no layout, no checks."""

    @http.route("/bench/floor", type="http", auth="public", methods=["GET"], readonly=True, save_session=False)
    def show(self):
        # The visitor may not read views.
        page = request.env["ir.qweb"].sudo()._render("bench_floor.form", {}, minimal_qcontext=True)
        return request.make_response(page)

    @http.route("/bench/floor", type="http", auth="public", methods=["POST"], csrf=False, save_session=False)
    def take(self, mood, workload, control, upstream, manual_hours, kind, comment):
        # The visitor may not create records.
        request.env["bench.floor.answer"].sudo().create(
            {
                "mood": int(mood),
                "workload": int(workload),
                "control": int(control),
                "upstream": int(upstream),
                "manual_hours": float(manual_hours),
                "kind": kind,
                "comment": comment,
            }
        )
        return request.make_response("<p>Thank you</p>")
