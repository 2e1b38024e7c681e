from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import split_every

DECIDED = ("accepted", "refused", "exception")


class RolloutCustomizationRequest(models.Model):
    """A wish to have Odoo changed, which waits until the department has learnt to work in it.

    A request is parked until the freeze of its phase is over: also before go-live, when nobody can
    know yet what the department will miss. Then it is up for decision. Only the sponsor lets one
    through earlier, as an exception.
    """

    _name = "rollout.customization.request"
    _description = "Customization Request"
    _inherit = [
        "rollout.inside.mixin",
        "rollout.branch.mixin",
        "rollout.calendar.mixin",
        "rollout.name.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    # A request waits for the freeze of its own department, and for no other.
    _fixed_fields = frozenset({"phase_id"})
    _owner_fields = frozenset({"employee_id"})
    _recorded_fields = frozenset({"name", "employee_id", "hours_lost", "state"})
    _branch_fields = frozenset({"employee_id"})
    _named_within = "phase_id"
    _order = "release_date, hours_lost desc, id"
    _check_company_auto = True
    # Who may read a request may speak about it, the sponsor and the person who asks included.
    _mail_post_access = "read"

    name = fields.Char("What Is Asked", required=True, tracking=True)
    phase_id = fields.Many2one(
        "rollout.phase",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
        tracking=True,
    )
    program_id = fields.Many2one(related="phase_id.program_id", store=True, index=True)
    company_id = fields.Many2one(related="phase_id.company_id", store=True, index=True)
    employee_id = fields.Many2one(
        "hr.employee",
        "Requested By",
        index=True,
        tracking=True,
        ondelete="restrict",
        domain="['|', ('company_id', '=', False), ('company_id', 'child_of', company_id)]",
        default=lambda self: self.env.user.employee_id,
    )
    why = fields.Text(help="What can't be done today, or only with trouble.")
    hours_lost = fields.Float(
        "Hours Lost per Week", tracking=True, help="How much working time is lost in a week without it."
    )
    cost_of_waiting = fields.Text("Cost of Waiting", help="What happens if this waits until the end of the freeze.")
    evidence = fields.Text(help="What shows it: cases, numbers, documents.")
    release_date = fields.Date(
        "Decide From",
        related="phase_id.freeze_end",
        store=True,
        index=True,
        help="The day on which the freeze ends and the request is up for decision.",
    )
    state = fields.Selection(
        [
            ("parked", "Parked"),
            ("to_decide", "To Decide"),
            ("accepted", "Accepted"),
            ("refused", "Refused"),
            ("exception", "Exception Granted"),
        ],
        required=True,
        readonly=True,
        default="parked",
        index=True,
        copy=False,
        tracking=True,
        group_expand=True,
    )
    decision_reason = fields.Text("Reason", readonly=True, copy=False)
    decided_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    decided_on = fields.Datetime(readonly=True, copy=False)
    can_decide = fields.Boolean(compute="_compute_can_decide")
    can_grant = fields.Boolean(compute="_compute_can_decide")

    @api.depends_context("uid")
    @api.depends("state", "program_id.sponsor_id")
    def _compute_can_decide(self):
        is_lead = self.env.user.has_group("rollout_phase.group_rollout_lead")
        for request in self:
            request.can_decide = is_lead and request.state == "to_decide"
            request.can_grant = request.state == "parked" and request.program_id.sponsor_id == self.env.user

    @api.constrains("hours_lost")
    def _check_hours_lost(self):
        if self.filtered(lambda request: request.hours_lost < 0):
            raise ValidationError(self.env._("The hours lost can't be negative."))

    @api.model_create_multi
    def create(self, vals_list):
        requests = super().create(vals_list)
        if not self.env.su and (cancelled := requests.phase_id.filtered(lambda phase: phase.stage_code == "cancelled")):
            raise UserError(
                self.env._("“%s” is cancelled: nothing is asked for there any more.", cancelled[0].display_name)
            )
        # Nothing to wait for if the freeze is already over; the state is guarded against clients.
        requests.sudo()._release()
        return requests

    def write(self, vals):
        if not self.env.su:
            if self._get_content_fields() & vals.keys() and self.filtered(lambda request: request.state in DECIDED):
                raise UserError(self.env._("A decided request stays as it was decided."))
        return super().write(vals)

    @api.model
    def _get_content_fields(self) -> set[str]:
        """Return the fields on which a decision rests."""
        return {
            "name",
            "phase_id",
            "employee_id",
            "why",
            "hours_lost",
            "cost_of_waiting",
            "evidence",
        }

    @api.model
    def _explain_guard(self, names):
        if "phase_id" in names:
            return self.env._("A request stays with its department: make another one for another department.")
        if names & {"state", "decision_reason", "decided_by_id", "decided_on"}:
            return self.env._("A request is decided only with its buttons.")
        return super()._explain_guard(names)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_decided(self):
        self._refuse_to_lose()
        # Who asked needs no right to read employees for being asked about.
        if not self.env.su and (others_sudo := self.sudo().filtered(lambda r: r.employee_id.user_id != self.env.user)):
            raise UserError(self.env._("“%s” is somebody's wish: decide on it instead.", others_sudo[0].display_name))

    def _refuse_to_lose(self):
        if decided := self.filtered(lambda request: request.state in DECIDED):
            raise UserError(self.env._("“%s” has been decided, and is kept.", decided[0].display_name))

    def _is_due(self) -> bool:
        """Tell whether there is nothing left to wait for."""
        self.ensure_one()
        if self.phase_id.stage_code == "cancelled" and not self.release_date:
            return True
        return bool(self.release_date) and self.release_date <= self.program_id._get_today()

    def _release(self):
        """Put those of ``self`` up for decision that are parked and due."""
        due = self.filtered(lambda request: request.state == "parked" and request._is_due())
        due.state = "to_decide"
        return due

    @api.model
    def _cron_release(self, batch_size=100):
        """Put requests up for decision once the freeze of their phase is over."""
        self.env["ir.cron"]._run_isolated(
            [self.browse(ids) for ids in split_every(batch_size, self.search(self._get_due_domain()).ids)],
            lambda requests: requests._release(),
            lambda requests: f"{requests} could not be put up for decision",
        )

    @api.model
    def _get_due_domain(self) -> Domain:
        """Return the domain of the parked requests that are due, each in its own time zone."""
        parked = Domain("state", "=", "parked")
        # A freeze that has begun is waited for, also where the department has been cancelled since.
        due = Domain("phase_id.stage_code", "=", "cancelled") & Domain("release_date", "=", False)
        for (program,) in self._read_group(parked, ["program_id"]):
            due |= Domain("program_id", "=", program.id) & Domain("release_date", "<=", program._get_today())
        return parked & due

    def _decide(self, decision: str, reason: str):
        """Decide in one's own name, for good.

        :param decision: ``accepted`` or ``refused``, by a lead; ``exception``, by the sponsor
        :raise AccessError: the user is not the one who decides this
        :raise UserError: the request isn't up for this decision, or no reason is given
        """
        self.check_access("read")
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Say why: the person who asked will read it."))
        self._wait_turn()
        for request in self:
            request._ensure_may_decide(decision)
        if decision == "exception":
            self.program_id._check_reason(reason)
        # The decision is guarded against clients; who decides has just been checked.
        requests_sudo = self.sudo()
        requests_sudo.write(
            {
                "state": decision,
                "decision_reason": reason,
                "decided_by_id": self.env.uid,
                "decided_on": fields.Datetime.now(),
            }
        )
        label = dict(self._fields["state"]._description_selection(self.env))[decision]
        for request_sudo in requests_sudo:
            request_sudo._post_on_record(f"{label}: {reason}", subtype_xmlid="mail.mt_comment")
            if decision == "exception":
                # Everybody reads the phase: what is asked for may be a complaint's own words, and isn't repeated here.
                request_sudo.phase_id._post_on_record(
                    self.env._("Exception to the freeze granted for a request: %s", reason)
                )

    def _ensure_may_decide(self, decision):
        self.ensure_one()
        if decision == "exception":
            if self.program_id.sponsor_id != self.env.user:
                raise AccessError(self.env._("Only the program's sponsor may grant an exception to the freeze."))
            if self.state != "parked":
                raise UserError(self.env._("Only a parked request needs an exception."))
            return
        if not self.env.user.has_group("rollout_phase.group_rollout_lead"):
            raise AccessError(self.env._("Only a rollout lead decides on requests."))
        self.check_access("write")
        if self.state == "parked":
            raise UserError(self.env._("“%s” is parked until the freeze is over.", self.display_name))
        if self.state != "to_decide":
            raise UserError(self.env._("“%s” has already been decided.", self.display_name))
