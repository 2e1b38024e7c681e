from lxml import html

from odoo.addons.rollout_phase.tests.common_clock import ClockCase

from .common import RAW, ReviewCase

XSS = "<img src=x onerror=alert(1)>"


class PartnerPortalCase(ClockCase, ReviewCase):
    """A real portal user of the implementation partner, over HTTP."""

    def setUp(self):
        super().setUp()
        self.raw = self._new_raw_item(partner_summary="The printer needs care", shared_with_partner=True)
        self.hidden = self._new_raw_item()
        self.shared = self._new_item(
            f"Internal {RAW}",
            description=RAW,
            source="other",
            partner_summary=f"Returns {XSS}",
            shared_with_partner=True,
            critical=True,
            phase_id=self.stock.id,
            minutes_lost=45,
        )
        self.own = self._new_item("Not for the partner")
        self.url = f"/my/rollout/{self.program.id}"
        self.authenticate("review_consultant", "review_consultant")

    def _get(self, path="", status=200, base=None):
        response = self.url_open((self.url if base is None else base) + path, allow_redirects=False)
        self.assertEqual(response.status_code, status, path)
        return response.text

    def _comment(self, item, status=303, **data):
        page = html.fromstring(self._get(f"/items/{item.id}"))
        [token] = page.xpath("//form//input[@name='csrf_token']/@value")
        self.assertEqual(page.xpath("//form//textarea/@name | //form//select/@name"), ["body", "proposal"])
        response = self.url_open(
            f"{self.url}/items/{item.id}/comment", data={"csrf_token": token, **data}, allow_redirects=False
        )
        self.assertEqual(response.status_code, status)
        return response

    def _call(self, model, method, *args, **kwargs):
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": args, "kwargs": kwargs},
        )
