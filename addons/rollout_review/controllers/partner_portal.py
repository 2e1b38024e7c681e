from werkzeug.exceptions import NotFound

from odoo.fields import Domain
from odoo.http import request, route

from odoo.addons.portal.controllers.portal import CustomerPortal, pager
from odoo.addons.rollout_base.tools.reader_dates import format_date
from odoo.addons.rollout_base.tools.week import local_day
from odoo.addons.rollout_log.models.rollout_log_item import OPEN_LOG_STATES
from odoo.addons.rollout_log.tools.typed_text import clean_text

from ..models.rollout_log_comment import BODY_LIMIT

PAGE_SIZE = 20
PAGE = {"type": "http", "auth": "user", "website": True, "methods": ["GET"], "readonly": True}
# More than the longest comment takes, so that a longer one comes back with a clear word.
MAX_BODY = 1024 * 1024


class PartnerPortal(CustomerPortal):
    """The implementation partner's pages: shared log items, reviews, shared scorecards.

    A portal user has no access to any model of the log. These pages find out which programs are
    theirs, read as the system, and show a whitelist of values: never a summary, a description or
    an answer.
    """

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "rollout_program_count" in counters:
            programs_sudo = request.env["rollout.program"].sudo()  # counts only the user's own
            domain = programs_sudo._get_partner_portal_domain(request.env.user)
            values["rollout_program_count"] = programs_sudo.search_count(domain)
        return values

    @route("/my/rollout", **PAGE)
    def rollout_programs(self, **_params):
        programs_sudo = request.env["rollout.program"].sudo()  # only the user's own are searched
        programs_sudo = programs_sudo.search(programs_sudo._get_partner_portal_domain(request.env.user))
        states = dict(programs_sudo._fields["state"]._description_selection(request.env))
        return self._render_rollout(
            "rollout_review.portal_programs",
            "rollout_programs",
            programs=[
                {
                    "id": program.id,
                    "name": program.name,
                    "company": program.company_id.name,
                    "state": states.get(program.state),
                    "open": self._get_items(program).search_count(self._get_open_domain(program)),
                }
                for program in programs_sudo
            ],
        )

    @route(["/my/rollout/<int:program_id>", "/my/rollout/<int:program_id>/page/<int:page>"], **PAGE)
    def rollout_items(self, program_id, page=1, sortby=None, filterby=None, **_params):
        program_sudo = self._get_program(program_id)
        sortings = self._get_sortings()
        filters = self._get_filters()
        sortby = sortby if sortby in sortings else "urgent"
        filterby = filterby if filterby in filters else "open"
        url = f"/my/rollout/{program_sudo.id}"
        items_sudo = self._get_items(program_sudo)
        domain = self._get_shared_domain(program_sudo) & filters[filterby]["domain"]
        pages = pager(
            url=url,
            total=items_sudo.search_count(domain),
            page=page,
            step=PAGE_SIZE,
            url_args={"sortby": sortby, "filterby": filterby},
        )
        found_sudo = items_sudo.search(
            domain, order=sortings[sortby]["order"], limit=PAGE_SIZE, offset=max(pages["offset"], 0)
        )
        return self._render_rollout(
            "rollout_review.portal_items",
            "rollout_items",
            program_sudo,
            items=[self._prepare_item(item) for item in found_sudo],
            pager=pages,
            default_url=url,
            searchbar_sortings=sortings,
            searchbar_filters=filters,
            sortby=sortby,
            filterby=filterby,
        )

    @route("/my/rollout/<int:program_id>/items/<int:item_id>", **PAGE)
    def rollout_item(self, program_id, item_id, **_params):
        program_sudo = self._get_program(program_id)
        return self._render_item(program_sudo, self._get_item(program_sudo, item_id))

    @route(
        "/my/rollout/<int:program_id>/items/<int:item_id>/comment",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
        max_content_length=MAX_BODY,
    )
    def rollout_comment(self, program_id, item_id, body="", proposal="", **_params):
        """Keep what the partner writes about an item, and show the item again."""
        program_sudo = self._get_program(program_id)
        item_sudo = self._get_item(program_sudo, item_id)
        body = clean_text(body)
        proposals = dict(item_sudo.partner_comment_ids._get_decisions())
        proposal = proposal if proposal in proposals else False
        error = None
        if not body:
            error = request.env._("Write something first.")
        elif len(body) > BODY_LIMIT:
            error = request.env._("This is too long: %s characters at most, please.", BODY_LIMIT)
        if error:
            return self._render_item(program_sudo, item_sudo, error=error, typed={"body": body, "proposal": proposal})
        item_sudo.partner_comment_ids._add_from_partner(item_sudo, request.env.user.partner_id, body, proposal)
        return request.redirect(f"/my/rollout/{program_sudo.id}/items/{item_sudo.id}#comments")

    @route(["/my/rollout/<int:program_id>/reviews", "/my/rollout/<int:program_id>/reviews/page/<int:page>"], **PAGE)
    def rollout_reviews(self, program_id, page=1, **_params):
        program_sudo = self._get_program(program_id)
        reviews_sudo = program_sudo.review_ids.browse()
        domain = self._get_review_domain(program_sudo)
        url = f"/my/rollout/{program_sudo.id}/reviews"
        pages = pager(url=url, total=reviews_sudo.search_count(domain), page=page, step=PAGE_SIZE)
        states = dict(reviews_sudo._fields["state"]._description_selection(request.env))
        found_sudo = reviews_sudo.search(domain, limit=PAGE_SIZE, offset=max(pages["offset"], 0))
        return self._render_rollout(
            "rollout_review.portal_reviews",
            "rollout_reviews",
            program_sudo,
            reviews=[
                {
                    "id": review.id,
                    "when": review._prepare_minutes(for_partner=True)["when"],
                    "state": states[review.state],
                    "code": review.state,
                }
                for review in found_sudo
            ],
            pager=pages,
        )

    @route("/my/rollout/<int:program_id>/reviews/<int:review_id>", **PAGE)
    def rollout_review(self, program_id, review_id, **_params):
        program_sudo = self._get_program(program_id)
        domain = self._get_review_domain(program_sudo) & Domain("id", "=", review_id)
        review_sudo = program_sudo.review_ids.search(domain)
        if not review_sudo:
            raise NotFound
        return self._render_rollout(
            "rollout_review.portal_review",
            "rollout_review",
            program_sudo,
            review=review_sudo._prepare_minutes(for_partner=True),
        )

    @route("/my/rollout/<int:program_id>/scorecard", **PAGE)
    def rollout_scorecard(self, program_id, **_params):
        program_sudo = self._get_program(program_id)
        cards_sudo = program_sudo._get_shared_scorecards()
        if not cards_sudo:
            raise NotFound
        moments = dict(cards_sudo._fields["moment"]._description_selection(request.env))
        return self._render_rollout(
            "rollout_review.portal_scorecard",
            "rollout_scorecard",
            program_sudo,
            cards=[
                {
                    "moment": moments[card.moment],
                    "date": format_date(request.env, card.date),
                    "total": card.total,
                    "scores": [(line.criterion_id.name, line.score) for line in card.line_ids if line.score],
                }
                for card in cards_sudo
            ],
        )

    def _get_program(self, program_id):
        """Return the program if the user belongs to its partner; whatever else is not found."""
        programs_sudo = request.env["rollout.program"].sudo()  # the domain lets only the user's own through
        domain = programs_sudo._get_partner_portal_domain(request.env.user) & Domain("id", "=", program_id)
        program_sudo = programs_sudo.search(domain, limit=1)
        if not program_sudo:
            raise NotFound
        return program_sudo

    def _get_items(self, program_sudo):
        return program_sudo.env["rollout.log.item"]

    def _get_shared_domain(self, program_sudo) -> Domain:
        return Domain("program_id", "=", program_sudo.id) & Domain("shared_with_partner", "=", True)

    def _get_review_domain(self, program_sudo) -> Domain:
        # Reviews held with an earlier partner stay with that one.
        return Domain("program_id", "=", program_sudo.id) & program_sudo._get_own_partner_domain()

    def _get_open_domain(self, program_sudo) -> Domain:
        return self._get_shared_domain(program_sudo) & Domain("state", "in", OPEN_LOG_STATES)

    def _get_item(self, program_sudo, item_id):
        domain = self._get_shared_domain(program_sudo) & Domain("id", "=", item_id)
        item_sudo = self._get_items(program_sudo).search(domain, limit=1)
        if not item_sudo:
            raise NotFound
        return item_sudo

    def _get_sortings(self) -> dict:
        return {
            "urgent": {"label": request.env._("Critical first"), "order": "critical desc, minutes_lost desc, id"},
            "costly": {"label": request.env._("Most costly"), "order": "minutes_lost desc, id"},
            "newest": {"label": request.env._("Newest"), "order": "create_date desc, id desc"},
            "oldest": {"label": request.env._("Oldest"), "order": "create_date, id"},
        }

    def _get_filters(self) -> dict:
        return {
            "open": {"label": request.env._("Open"), "domain": Domain("state", "in", OPEN_LOG_STATES)},
            "blocked": {
                "label": request.env._("Blocked"),
                "domain": Domain("state", "in", OPEN_LOG_STATES) & Domain("blocked", "=", True),
            },
            "decided": {"label": request.env._("Decided"), "domain": Domain("state", "not in", OPEN_LOG_STATES)},
            "all": {"label": request.env._("All"), "domain": Domain.TRUE},
        }

    def _prepare_item(self, item_sudo) -> dict:
        """Return what a partner may see of a shared item; its name and description are not in it."""
        labels = {
            name: dict(item_sudo._fields[name]._description_selection(request.env))
            for name in ("kind", "state", "decision")
        }
        tz = item_sudo.program_id._get_timezone()
        return {
            "id": item_sudo.id,
            "text": item_sudo.partner_summary,
            "kind": labels["kind"].get(item_sudo.kind),
            "state": labels["state"].get(item_sudo.state),
            "open": item_sudo.state in OPEN_LOG_STATES,
            "phase": item_sudo.phase_id.name,
            "critical": item_sudo.critical,
            "blocked": item_sudo.blocked and item_sudo.state in OPEN_LOG_STATES,
            "blocked_reason": item_sudo.blocked_reason,
            "minutes": round(item_sudo.minutes_lost),
            "since": format_date(request.env, local_day(item_sudo.create_date, tz)),
            "decision": labels["decision"].get(item_sudo.decision),
            "reason": item_sudo.decision_reason,
        }

    def _render_item(self, program_sudo, item_sudo, error=None, typed=None):
        tz = program_sudo._get_timezone()
        proposals = item_sudo.partner_comment_ids._get_decisions()
        return self._render_rollout(
            "rollout_review.portal_item",
            "rollout_item",
            program_sudo,
            item=self._prepare_item(item_sudo),
            comments=[
                {
                    "author": comment.author_id.name,
                    "own": comment.from_partner,
                    "on": format_date(request.env, local_day(comment.create_date, tz)),
                    "body": comment.body,
                    "proposal": dict(proposals).get(comment.proposal),
                }
                for comment in item_sudo.partner_comment_ids.filtered_domain(program_sudo._get_own_partner_domain())
            ],
            proposals=proposals,
            limit=BODY_LIMIT,
            error=error,
            typed=typed or {},
        )

    def _render_rollout(self, template, page_name, program_sudo=None, **values):
        program = program_sudo and {
            "id": program_sudo.id,
            "name": program_sudo.name,
            "has_scorecard": bool(program_sudo._get_shared_scorecards()),
        }
        response = request.render(
            template,
            {**self._prepare_portal_layout_values(), "page_name": page_name, "rollout_program": program, **values},
        )
        response.headers["Cache-Control"] = "no-store"
        return response
