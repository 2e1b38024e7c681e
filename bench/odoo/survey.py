"""For `odoo shell`: a survey of core with the questions of the weekly form, on one page, without login."""

# ruff: noqa: F821 - the shell provides `env`
import json
import os
from pathlib import Path

KINDS = [
    "Something doesn't work",
    "I don't understand how to do something",
    "Something annoys me",
    "I wish for something",
    "A task of ours was forgotten",
    "It isn't clear who does what",
]

survey = env["survey.survey"].create(
    {
        "title": "How did your work go this week?",
        "access_mode": "public",
        "users_login_required": False,
        "questions_layout": "one_page",
    }
)
scale = {"question_type": "scale", "scale_min": 1, "scale_max": 5}
questions = {
    "mood": {"title": "How was your week?", **scale},
    "workload": {"title": "How much work did you have?", **scale},
    "control": {"title": "How much say did you have in how your work is done?", **scale},
    "upstream": {"title": "Did you get what you need from other departments in time?", **scale},
    "manual_hours": {
        "title": "How many hours did you spend typing things twice or by hand?",
        "question_type": "numerical_box",
    },
    "comment": {"title": "What got in your way, or went well?", "question_type": "text_box"},
    "kind": {
        "title": "What is it about?",
        "question_type": "simple_choice",
        "suggested_answer_ids": [(0, 0, {"value": kind}) for kind in KINDS],
    },
}
facts = {"survey_id": survey.id, "token": survey.access_token, "questions": {}}
for sequence, (name, values) in enumerate(questions.items()):
    question = env["survey.question"].create({"survey_id": survey.id, "sequence": sequence, **values})
    facts["questions"][name] = question.id
    if name == "kind":
        facts["kind_id"] = question.suggested_answer_ids[0].id
env.cr.commit()
Path(os.environ["ROLLOUT_FACTS"]).write_text(json.dumps(facts))
