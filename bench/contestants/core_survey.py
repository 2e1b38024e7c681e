"""Core's survey, through the requests that its page makes: start, page, begin, submit."""

from .. import odoo_script
from ..visitor import Visitor, expect
from . import ANSWER


class CoreSurvey:
    name = "core survey"

    def __init__(self, database):
        facts = odoo_script.run(database.name, "survey")
        self._survey_id = facts["survey_id"]
        self._token = facts["token"]
        answer = {**ANSWER, "kind": facts["kind_id"]}
        # A browser sends what the fields hold: texts.
        self._answer = {str(facts["questions"][name]): str(value) for name, value in answer.items()}

    def submit(self, visitor: Visitor) -> None:
        start = visitor.get(f"/survey/start/{self._token}")
        expect(start, "<form")
        answer_token = start.path.rpartition("/")[2]
        path = f"{self._token}/{answer_token}"
        self._call(visitor, f"/survey/begin/{path}", {"lang_code": "en_US"}, "<textarea")
        values = {"token": answer_token, **self._answer}
        self._call(visitor, f"/survey/submit/{path}", values, "Thank you!")

    def count_stored(self, database) -> int:
        """Completed answers whose lines hold what was sent."""
        [[count]] = database.query(
            """SELECT count(*) FROM (
                   SELECT answer.id
                     FROM survey_user_input answer
                     JOIN survey_user_input_line line ON line.user_input_id = answer.id
                    WHERE answer.survey_id = %s AND answer.state = 'done' AND NOT line.skipped
                      AND (line.value_scale IN %s OR line.value_numerical_box = %s
                           OR line.suggested_answer_id IS NOT NULL OR line.value_text_box = %s)
                 GROUP BY answer.id
                   HAVING count(*) = %s) AS complete""",
            self._survey_id,
            tuple(ANSWER[name] for name in ("mood", "workload", "control", "upstream")),
            ANSWER["manual_hours"],
            ANSWER["comment"],
            len(ANSWER),
        )
        return count

    @staticmethod
    def _call(visitor, path, values, text):
        _correct_answers, page = visitor.call(path, values)
        if text not in page.get("survey_content", ""):
            raise AssertionError(f"{path} answered {page}")
