from dataclasses import asdict, replace

from odoo import api, models

from odoo.addons.rollout_log.models.rollout_log_item import KINDS
from odoo.addons.rollout_log.tools.summary import summarize
from odoo.addons.rollout_phase.tools.log_entry import LogEntry

from ..tools.note import read_note
from ..tools.screen import read_screen


class RolloutProgram(models.Model):
    _inherit = "rollout.program"

    @api.model
    def _take_note(self, user, note: dict) -> dict:
        """Take in what ``user`` sends from the button in Odoo.

        Without a name it is sealed, and nothing of the user is kept, unless it is critical and they
        want the team to know now. With a name it goes to the log at once.

        :param note: as sent by the client: ``text``, ``kind``, ``critical``, ``now``, ``anonymous``,
            ``minutes`` (a week), ``screen`` (a dict, or none), ``with_record`` and ``key``, made at random for
            this one note: what is sent twice with it counts once, whoever sends it
        :return: ``{"error": sentence}`` or ``{"thanks": sentence}``
        """
        program_sudo, phase_sudo = self._find_note_target(user)
        if not program_sudo:
            return {"error": self.env._("No department of yours is in launch at the moment.")}
        reading = read_note(note, [kind for kind, _label in KINDS])
        if reading.error:
            return {"error": self._describe_note_error(reading.error)}
        values = reading.note
        is_new = self._note_once(program_sudo, user, values, values.pop("key"))
        origin, origin_url = read_screen(values.pop("screen"), values.pop("with_record"))
        entry = LogEntry(
            summary=summarize(values["text"]),
            description=values["text"],
            kind=values["kind"],
            critical=values["critical"],
            minutes_lost=values["minutes"],
            source="systray",
            origin=origin,
            origin_url=origin_url,
        )
        if not values["anonymous"]:
            if is_new:
                program_sudo._log_intake([replace(entry, phase_id=phase_sudo.id, reporter_id=user.id)])
            return {"thanks": self.env._("Thank you! The team has your note.")}
        if values["critical"] and values["now"]:
            # The department would make a small group of those who may have sent it at this moment.
            if is_new:
                program_sudo._log_intake([entry])
            return {"thanks": self.env._("Thank you! The team has your note, without your name.")}
        if is_new:
            self.env["rollout.sealed.note"]._seal(program_sudo, phase_sudo.id, asdict(entry))
        return {"thanks": self.env._("Thank you! Your note is opened some night of this week, together with others.")}

    @api.model
    def _note_once(self, program, user, values: dict, key: str) -> bool:
        """Tell whether a note is new; of a note without a name, nothing leads to ``user``."""
        said = (program.id, *(values[name] for name in ("text", "kind", "critical", "minutes")))
        sendings = self.env["rollout.sending"]
        if not values["anonymous"]:
            return sendings._note_author(user, *said)
        return not key or sendings._note_page(key, said)

    @api.model
    def _describe_note_error(self, reason: str) -> str:
        """Turn a reason of ``tools/note.py`` into a sentence."""
        return {
            "empty": self.env._("Please write a few words about what got in your way."),
            "long": self.env._("This text is too long. Please shorten it a little."),
            "choice": self.env._("Please choose one of the kinds offered."),
            "number": self.env._("Please write the minutes as a number between 0 and 10000."),
        }[reason]
