from odoo.addons.rollout_phase.tests.common_launch import LaunchCase


class WinCase(LaunchCase):
    """A launch in which something goes well."""

    @classmethod
    def _new_win(cls, name, user=None, **values):
        return (
            cls.env["rollout.win"]
            .with_user(user or cls.lead)
            .create({"name": name, "program_id": cls.program.id, **values})
        )
