"""Two do the same at the same moment: it is done once, whoever comes second finds it done, and no error is logged."""

import ast
import os
from pathlib import Path

import pytest

from ..support import odoo_script
from ..support.database import BARE, cloned

HERE = Path(__file__).parent
ADDONS = HERE.parents[1] / "addons"
SCRIPT = HERE / "races.py"

# Whoever takes a turn, or counts what was sent, and the pairs of races.py that show it.
TAKEN = {
    "rollout_digest/models/rollout_digest_optout.py:_resubscribe": ["resubscribe"],
    "rollout_digest/models/rollout_program.py:_cron_send_digests": ["digests"],
    "rollout_digest/models/rollout_program.py:action_resume_digest": ["resume_digest"],
    "rollout_review/models/rollout_log_comment.py:_add_from_partner": ["comment"],
    "rollout_log/models/rollout_log_item.py:_decide": ["decide", "decision_and_job"],
    "rollout_log/models/rollout_log_item_words.py:_merge_into": ["merge"],
    "rollout_log/models/rollout_log_item_words.py:_split_off": ["split_off"],
    "rollout_log/models/rollout_log_item.py:_cron_overdue": ["overdue", "decision_and_job"],
    "rollout_feedback/models/rollout_phase.py:action_print_kiosk_poster": ["poster"],
    "rollout_feedback/models/rollout_phase.py:action_withdraw_kiosk_poster": ["withdraw_poster"],
    "rollout_feedback/models/rollout_program.py:_cron_release_notes": ["notes"],
    "rollout_review/models/rollout_program.py:_prepare_review": ["prepare_review", "review_and_job"],
    "rollout_feedback/models/rollout_program.py:_note_once": ["named_note", "sealed_note"],
    "rollout_review/models/rollout_review.py:action_cancel": ["cancel_review"],
    "rollout_review/models/rollout_review.py:action_refresh_agenda": ["refresh_agenda", "agenda_and_job"],
    "rollout_review/models/rollout_review.py:create": ["new_review", "job_and_new_review"],
    "rollout_review/models/rollout_review.py:action_close": ["close_review"],
    "rollout_review/models/rollout_review.py:_cron_prepare_reviews": ["reviews", "job_and_review"],
    "rollout_review/models/rollout_review.py:_cron_send_agendas": ["agendas", "agenda_and_job"],
    "rollout_feedback/models/rollout_sealed_reply.py:_cron_deliver": ["replies"],
    "rollout_feedback/models/rollout_wave_invitation.py:_cron_send_invitations": ["invitations"],
    "rollout_feedback/models/rollout_wave.py:_cron_release": ["release"],
    "rollout_feedback/models/rollout_wave_invitation.py:_cron_send_reminders": ["reminders"],
    "rollout_log/wizards/rollout_discuss_wizard.py:action_add": ["discuss"],
    "rollout_feedback/wizards/rollout_sender_question.py:action_ask": ["ask_sender"],
    "rollout_kpi/models/rollout_kpi_correction.py:create": ["correct"],
    "rollout_kpi/models/rollout_kpi_tracking.py:_lock": ["measure_baseline", "enter_milestone", "job_and_value"],
    "rollout_kpi/models/rollout_kpi_tracking.py:_cron_raise_alarms": ["alarms"],
    "rollout_kpi/models/rollout_kpi_tracking.py:_cron_take_readings": ["readings", "value_and_job"],
    "rollout_kpi/models/rollout_phase.py:_cron_tell_milestones": ["milestones"],
    "rollout_kpi/models/rollout_task.py:_cron_flag_slow": ["slow_tasks"],
    "rollout_freeze/models/rollout_customization_request.py:_cron_release": ["requests"],
    "rollout_freeze/models/rollout_customization_request.py:_decide": ["decide_request"],
    "rollout_freeze/models/rollout_freeze_breach.py:_cron_find": ["breaches"],
    "rollout_phase/models/rollout_mailing.py:_cron_deliver": ["mail_queue"],
    "rollout_partner/models/rollout_partner_scorecard.py:action_choose": ["choose_partner"],
    "rollout_partner/models/rollout_partner_scorecard.py:action_score_again": ["score_again"],
    "rollout_phase/models/mail_activity.py:_cron_place": ["place_tasks"],
    "rollout_phase/models/rollout_mailing.py:action_retry": ["retry"],
    "rollout_phase/models/rollout_phase_gate.py:_lock_for_stage_change": ["mark_ready", "go_live", "cancel_phase"],
    "rollout_phase/models/rollout_phase.py:_inverse_note": ["phase_note"],
    "rollout_phase/models/rollout_program_people.py:action_sign_expectations": ["sign"],
    "rollout_phase/wizards/rollout_gate_override_wizard.py:action_override": ["override"],
    "rollout_phase/wizards/rollout_gate_waiver_wizard.py:action_waive": ["waive"],
    "rollout_phase/wizards/rollout_next_phase_wizard.py:action_prepare": ["next_phase"],
    "rollout_phase/wizards/rollout_plan_wizard.py:action_plan": ["plan"],
    "rollout_win/models/rollout_program.py:_get_wins_channel": ["publish_two"],
    "rollout_win/models/rollout_webhook_delivery.py:_cron_deliver": ["webhooks"],
    "rollout_win/models/rollout_win.py:_take_back_cheer": ["take_back_cheer"],
    "rollout_win/models/rollout_win.py:action_publish": ["publish"],
    "rollout_win/models/rollout_win.py:_cron_send_mails": ["wins"],
}
# What takes turns for others, and pages, of which tests/doors has the tests.
OTHERS = {
    "rollout_feedback/controllers/kiosk.py:take_note",
    "rollout_feedback/controllers/page.py:_take_once",
    "rollout_feedback/controllers/reply.py:_seal_once",
    "rollout_base/models/ir_cron.py:_run_isolated",
    "rollout_base/models/ir_cron.py:_run_steps",
    "rollout_base/models/ir_cron.py:_take_turn_anew",
}
TAKING = {
    "_attempt", "_note_author", "_note_page", "_run_isolated", "_run_steps", "_take_once", "_try_turn", "_wait_turn",
}  # fmt: skip


def _get_pairs():
    """The names of the pairs, read from the script."""
    for node in ast.parse(SCRIPT.read_text()).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "PAIRS":
            return [key.value for key in node.value.keys]
    raise AssertionError


def _get_wanted():
    """The pairs to be tried: all, or those that ROLLOUT_PAIRS names."""
    wanted = os.environ.get("ROLLOUT_PAIRS", "").split()
    return [pair for pair in _get_pairs() if not wanted or pair in wanted]


def _get_calls():
    """``{name of a method: where it is called, as file:function}`` in the addons, but for their tests."""
    calls = {}
    for path in ADDONS.glob("rollout_*/**/*.py"):
        if "tests" in path.parts[len(ADDONS.parts) :]:
            continue
        for function in ast.walk(ast.parse(path.read_text())):
            if isinstance(function, ast.FunctionDef):
                for call in ast.walk(function):
                    if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
                        place = f"{path.relative_to(ADDONS)}:{function.name}"
                        calls.setdefault(call.func.attr, set()).add(place)
    return calls


def test_each_turn_has_its_pair():
    calls = _get_calls()
    places = set().union(*(calls.get(name, ()) for name in TAKING))
    assert places == TAKEN.keys() | OTHERS
    pairs = set(_get_pairs())
    assert {pair for names in TAKEN.values() for pair in names} <= pairs
    bare = calls.get("try_lock_for_update", set()) | calls.get("lock_for_update", set())
    assert not bare, "a lock alone is of no use under an older view: take a turn"


@pytest.fixture(scope="module")
def races():
    """What went wrong with each pair, by round."""
    with cloned(BARE) as database:
        yield odoo_script.run(database.name, SCRIPT, clean=False)


@pytest.mark.long
def test_each_job_has_its_pair(races):
    assert not races["jobs without a pair"]


@pytest.mark.long
@pytest.mark.parametrize("pair", _get_wanted())
def test_done_once(races, pair):
    failed = races[pair]
    assert not failed, f"{len(failed)} rounds went wrong, the first: {failed[0]}"
