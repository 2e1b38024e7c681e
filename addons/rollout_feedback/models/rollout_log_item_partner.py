from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools.wording import repeats

# Items from these ways in were worded by the team; all others may hold what staff wrote.
TEAM_SOURCES = ("manual", "training", "freeze")


class RolloutLogItem(models.Model):
    """What the implementation partner gets to see of an item: the team's wording, once it is shared.

    The partner has no access to the log itself. The portal shows ``partner_summary`` and figures,
    never the summary or the description, which may be an answer's own words.
    """

    _inherit = "rollout.log.item"

    blocked = fields.Boolean(tracking=True, help="It can't go on until somebody else has done their part.")
    blocked_reason = fields.Char("Waits For", help="What or whom it waits for, such as an answer by the partner.")
    shared_with_partner = fields.Boolean(
        "Shared with Partner",
        tracking=True,
        copy=False,
        index="btree_not_null",
        help="The implementation partner sees it on the portal, in the team's words.",
    )
    partner_summary = fields.Text(
        "What the Partner Reads",
        copy=False,
        help="In your own words: nobody is to recognise a colleague by how they write.",
    )
    partner_comment_ids = fields.One2many("rollout.log.comment", "item_id", "Partner's Comments")
    partner_comment_count = fields.Integer(compute="_compute_partner_comment_count")

    @api.depends("partner_comment_ids")
    def _compute_partner_comment_count(self):
        counts = dict(
            self.env["rollout.log.comment"]._read_group([("item_id", "in", self.ids)], ["item_id"], ["__count"])
        )
        for item in self:
            item.partner_comment_count = counts.get(item._origin, 0)

    @api.constrains("shared_with_partner", "partner_summary", "blocked_reason")
    def _check_partner_summary(self):
        for item in self:
            if item.shared_with_partner and not (item.partner_summary or "").strip():
                raise ValidationError(
                    self.env._("Write first what the partner is to read about “%s”.", item.display_name)
                )
            for text in filter(None, (item.partner_summary, item.blocked_reason)):
                item._check_own_words(text)

    def _check_own_words(self, text: str):
        """
        :raise ValidationError: ``text`` repeats what somebody wrote, instead of saying it anew
        """
        self.ensure_one()
        if repeats(text, self._get_staff_words()):
            raise ValidationError(
                self.env._(
                    "These are an answer's own words. Say it in yours: the partner never reads what staff wrote."
                )
            )

    def _get_staff_words(self) -> list[str]:
        """Return the texts behind this item that somebody else than the team may have written."""
        # Whoever words it for the partner may not read the answers, and still must not repeat them.
        item_sudo = self.sudo()
        words = item_sudo.feedback_ids.mapped("comment")
        if item_sudo.source not in TEAM_SOURCES:
            words.append(item_sudo.description)
        return [text for text in words if text]

    def _is_worded_by_team(self) -> bool:
        """Tell whether the summary is the team's own and no answer stands behind it."""
        # As above: the answer is the same for everybody who sees the item.
        item_sudo = self.sudo()
        return item_sudo.source in TEAM_SOURCES and not item_sudo.feedback_ids

    def _get_team_wording(self) -> str | bool:
        """Return what may stand in minutes: words of the team's, or False if there are none."""
        return self.partner_summary or (self.name if self._is_worded_by_team() else False)

    def action_share_with_partner(self):
        """Show the items to the partner; those that the team wrote need no other words.

        :raise UserError: naming the items that are still in staff's words
        """
        self.check_access("write")
        unworded = self.filtered(lambda item: not item._get_team_wording())
        if unworded:
            raise UserError(
                self.env._(
                    "Write first what the partner is to read, on the page “Partner” of:\n%s",
                    "\n".join(f"– {name}" for name in unworded.mapped("display_name")),
                )
            )
        for item in self:
            item.write({"partner_summary": item._get_team_wording(), "shared_with_partner": True})

    def action_unshare_with_partner(self):
        self.write({"shared_with_partner": False})
