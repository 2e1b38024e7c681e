"""A small company, set up through the same calls as the web client makes."""

from datetime import datetime, timedelta

PASSWORD = "a long password for tests"


class Company:
    """The people and goods of a journey; `admin` is a client signed in as administrator."""

    def __init__(self, admin):
        self.admin = admin
        self.company_id = admin.call("res.company", "search", [], limit=1)[0]
        admin.call("res.company", "write", [self.company_id], {"email": "office@launching.example.com"})
        self.lead_id = self._user("lead", "rollout_phase.group_rollout_lead")
        self.sponsor_id = self._user("sponsor", None)
        self.department_id = self._create("hr.department", name="Sales")
        self.employee_ids = [
            self._create(
                "hr.employee",
                name=f"Person {number}",
                department_id=self.department_id,
                work_email=f"person{number}@launching.example.com",
            )
            for number in range(1, 7)
        ]
        self.customer_id = self._create("res.partner", name="A customer")
        self.product_id = self._create("product.product", name="A chair", type="consu", list_price=40)

    def ship_orders(self, count, days):
        """Confirm and deliver orders today that were placed `days` ago."""
        for _number in range(count):
            order = self._create(
                "sale.order",
                partner_id=self.customer_id,
                order_line=[(0, 0, {"product_id": self.product_id, "product_uom_qty": 2})],
            )
            self.admin.call("sale.order", "action_confirm", [order])
            [read] = self.admin.call("sale.order", "read", [order], ["picking_ids", "date_order"])
            placed = datetime.fromisoformat(read["date_order"]) - timedelta(days=days)
            self.admin.call("sale.order", "write", [order], {"date_order": f"{placed:%Y-%m-%d %H:%M:%S}"})
            self.admin.call("stock.picking", "button_validate", read["picking_ids"])

    def record_id(self, xmlid):
        """The id of the record behind an external id."""
        module, name = xmlid.split(".")
        domain = [("module", "=", module), ("name", "=", name)]
        return self.admin.call("ir.model.data", "search_read", domain, fields=["res_id"])[0]["res_id"]

    def _create(self, model, **values):
        return self.admin.call(model, "create", [values])[0]

    def _user(self, login, group):
        groups = [self.record_id("base.group_user")]
        if group:
            groups.append(self.record_id(group))
        return self._create(
            "res.users",
            name=login.title(),
            login=login,
            email=f"{login}@launching.example.com",
            password=PASSWORD,
            group_ids=[(6, 0, groups)],
            # The bot's greeting opens a window that on a phone covers the page.
            odoobot_state="disabled",
        )
