from markupsafe import Markup

from odoo import api, models, tools

from odoo.addons.rollout_log.tools.typed_text import COMMENT_LIMIT

from ..tools.answer import FIELDS, NAME_LIMIT, SCALE


class RolloutWave(models.Model):
    """What the form says, in the reader's language."""

    _inherit = "rollout.wave"

    @api.model
    def _render_questions(self, typed: dict[str, str], errors: dict[str, str]) -> Markup:
        """Return the questions, each with what was typed and a sentence about what is wrong with it, by field."""
        values = {
            "typed": typed,
            "errors": errors,
            "comment_limit": COMMENT_LIMIT,
            "name_limit": NAME_LIMIT,
            **self._get_form_choices(),
        }
        # The visitor may not read views; the template shows nothing but the values above.
        qweb_sudo = self.env["ir.qweb"].sudo()
        return qweb_sudo._render("rollout_feedback.form_questions", values, minimal_qcontext=True)

    @api.model
    @tools.conditional(
        "xml" not in tools.config["dev_mode"],
        # Emptied in every process with a change of the templates, their translations or the languages.
        tools.ormcache("self.env.lang", cache="templates.cached_values"),
    )
    def _render_blank_questions(self) -> Markup:
        """Return the questions as everybody who reads the language finds them: they are most of the page."""
        return self._render_questions(dict.fromkeys(FIELDS, ""), {})

    @api.model
    def _get_form_choices(self) -> dict:
        """Return what can be chosen for each question: pairs of a value and its label."""
        moods = [
            self.env._("Very bad"),
            self.env._("Bad"),
            self.env._("So-so"),
            self.env._("Good"),
            self.env._("Very good"),
        ]
        workloads = [
            self.env._("Very light"),
            self.env._("Light"),
            self.env._("Just right"),
            self.env._("Heavy"),
            self.env._("Too much"),
        ]
        controls = [
            self.env._("None"),
            self.env._("A little"),
            self.env._("Some"),
            self.env._("Most"),
            self.env._("All"),
        ]
        upstreams = [
            self.env._("Never"),
            self.env._("Rarely"),
            self.env._("At times"),
            self.env._("Mostly"),
            self.env._("Always"),
        ]
        kinds = {
            "issue": self.env._("Something doesn't work"),
            "confusion": self.env._("I don't understand how to do something"),
            "frustration": self.env._("Something annoys me"),
            "request": self.env._("I wish for something"),
            "forgotten_workflow": self.env._("A task of ours was forgotten"),
            "process_gap": self.env._("It isn't clear who does what"),
        }
        return {
            "moods": list(zip(SCALE, moods, strict=True)),
            "workloads": list(zip(SCALE, workloads, strict=True)),
            "controls": list(zip(SCALE, controls, strict=True)),
            "upstreams": list(zip(SCALE, upstreams, strict=True)),
            "kinds": list(kinds.items()),
        }

    @api.model
    def _describe_form_errors(self, errors: dict[str, str]) -> dict[str, str]:
        """Turn the reasons of ``tools/answer.py`` into sentences, by field."""
        sentences = {
            "choice": self.env._("Please choose one of the answers offered."),
            "number": self.env._("Please write the hours as a number between 0 and 168, such as 2.5."),
            "long": self.env._("This text is too long. Please shorten it a little."),
            "empty": self.env._("Nothing is filled in yet. One answer is enough."),
            "stale": self.env._(
                "This page has been open for a long time. What you typed is still here: please "
                "check it and send it again."
            ),
        }
        return {field: sentences[reason] for field, reason in errors.items()}

    @api.model
    def _describe_promise(self, minimum_group: int) -> str:
        """Say what is promised to those who answer."""
        return self.env._(
            "Your answer is anonymous unless you give your name. Answers are opened after the week "
            "is over, in random order, and a department is named only where at least %s people "
            "answered.",
            minimum_group,
        )
