from odoo import models


class RolloutAddressMixin(models.AbstractModel):
    """Links lead to the address at which Odoo itself is reached, whatever website a company has.

    With Odoo's website builder, a record of a company with a website of its own gets the domain of that website:
    the back end need not answer there, and a link of somebody's own is none of a shop's business.
    """

    _name = "rollout.address.mixin"
    _description = "Reached at Odoo's Own Address"

    def get_base_url(self):
        """Return the address for every link of the suite, those in Odoo's own notifications included."""
        # Asked of no record, who has no website.
        return super(RolloutAddressMixin, self.browse()).get_base_url()
