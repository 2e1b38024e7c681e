"""For `odoo shell`: whatever two do at the same moment, done by two threads with transactions of their own.

Each pair is run over and over, each time on records of its own. Half of the times both begin at once; half of the
times the second begins, looks at the database, and goes on when the first is done: its view is older then than what
the first has committed, which is where a lock alone is of no use.
"""

# ruff: noqa: F821 - the shell provides `env`
import json
import logging
import os
import random
import threading
import time
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

from odoo import SUPERUSER_ID, api, fields
from odoo.exceptions import UserError
from odoo.service import model as service

ROUNDS = int(os.environ.get("ROLLOUT_ROUNDS", "50"))
WANTED = os.environ.get("ROLLOUT_PAIRS", "").split()
LONG_AGO = "2020-W01"
registry = env.registry
main = env.ref("base.main_company").id
now = fields.Datetime.now

# A request that is begun anew waits up to seconds, at random: for these tests, as good as not.
service.random = SimpleNamespace(uniform=lambda _low, _high: random.uniform(0, 0.05))


class Complaints(logging.Handler):
    """What Odoo logs above INFO."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.lines = []

    def emit(self, record):
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}"[:600])


complaints = Complaints()
logging.getLogger().addHandler(complaints)

# -- The second of two --------------------------------------------------------------------------------------------
here = threading.local()
commit_progress = registry["ir.cron"]._commit_progress


def commit_and_look(self, *args, **options):
    """Once it has committed what is to be done, an action of the second looks at the database, and is held up."""
    result = commit_progress(self, *args, **options)
    first, here.first = getattr(here, "first", None), None
    if first:
        self.env.cr.execute("SELECT count(*) FROM rollout_program")
        first()
    return result


registry["ir.cron"]._commit_progress = commit_and_look


# -- What there is to do ------------------------------------------------------------------------------------------
def create(model, /, **values):
    return env[model].create(values)


def program(**values):
    """A program with a department of two, and a phase in launch."""
    made = create(
        "rollout.program",
        name="Race",
        company_id=main,
        lead_id=env.ref("base.user_admin").id,
        sponsor_id=env.ref("base.user_admin").id,
        **{"feedback_enabled": False, "digest_sponsor": False, "digest_lead": False, "digest_champions": False}
        | values,
    )
    department = create("hr.department", name="Desk", company_id=main)
    for number in range(2):
        create(
            "hr.employee",
            name=f"Clerk {number}",
            company_id=main,
            department_id=department.id,
            work_email=f"clerk{number}.{made.id}@racing.example.com",
        )
    create("rollout.phase", program_id=made.id, department_id=department.id)
    return made


def live(made, days=40):
    phase = made.phase_ids
    phase.write(
        {
            "stage_id": phase._get_stage("live").id,
            "go_live_date": made._get_today() - timedelta(days=days),
        }
    )
    return phase


def mailed(made, purpose):
    """How many mails of a purpose there are for each row of the ledger: the rows are unique."""
    rows = env["rollout.mailing"].search([("program_id", "=", made.id), ("purpose", "=", purpose)])
    mails = env["mail.mail"].search([("rollout_mailing_id", "in", rows.ids)])
    return len(mails) / len(rows) if rows else 0


def weekly():
    return program(feedback_enabled=True, feedback_weekday="0", feedback_hour=0.0)


def invited(made):
    return len(made.wave_ids), mailed(made, "rollout_feedback.invitation")


def to_remind():
    made = weekly()
    made.feedback_reminder = True
    wave = made._get_feedback_wave()
    wave._invite_batch(wave._get_pending(made))
    return made


def unreached():
    made = to_remind()
    rows = env["rollout.mailing"].search([("program_id", "=", made.id)])
    rows[:1]._mark_unreached("failed", "refused", "550 No such mailbox")
    return made


def retry(e, made):
    return e["rollout.mailing"].search([("program_id", "=", made.id), ("state", "=", "failed")]).action_retry()


registry["rollout.program"]._is_reminder_due = lambda self: self.feedback_enabled and self.feedback_reminder


def old_wave(made):
    return create(
        "rollout.wave",
        program_id=made.id,
        week=LONG_AGO,
        date_from="2020-01-01",
        date_to="2020-01-08",
        minimum_group=5,
    )


def to_release():
    made = program()
    wave = old_wave(made)
    for number in range(6):
        create("rollout.sealed.answer", wave_id=wave.id, payload={"comment": f"Words {number}"})
    return made


def released(made):
    return (
        len(made.wave_ids.feedback_ids),
        env["rollout.log.item"].search_count([("program_id", "=", made.id)]),
        made.wave_ids.mapped("state"),
    )


def to_open():
    made = program()
    for number in range(6):
        made.env["rollout.sealed.note"]._seal(made, None, {"summary": f"Note {number}", "source": "systray"})
    env.cr.execute("UPDATE rollout_sealed_note SET week = %s WHERE program_id = %s", (LONG_AGO, made.id))
    return made


def items(made):
    return made.env["rollout.log.item"].with_context(active_test=False).search([("program_id", "=", made.id)])


def to_deliver():
    made = program()
    feedback = create("rollout.feedback", wave_id=old_wave(made).id)
    made.wave_ids.state = "released"
    create("rollout.sealed.reply", feedback_id=feedback.id, slot=1, day="2020-01-02", text="On its way")
    return made


def with_item(**values):
    made = program(**values)
    create("rollout.log.item", name="It waits", program_id=made.id, phase_id=made.phase_ids.id)
    return made


def overdue():
    made = with_item()
    items(made).open_since = now() - timedelta(days=90)
    return made


def without_owner():
    made = overdue()
    items(made)._ask("owner", "rollout_log.mail_activity_type_decide")
    env.flush_all()
    env.cr.execute("UPDATE mail_activity SET user_id = NULL WHERE id = ANY(%s)", [items(made).activity_ids.ids])
    env.invalidate_all()
    return made


def running():
    made = program(partner_id=env.ref("base.main_partner").id)
    live(made)
    return made


def with_review():
    made = running()
    create("rollout.log.item", name="It waits", program_id=made.id)
    review = create("rollout.review", program_id=made.id, start=now() + timedelta(hours=2), week=LONG_AGO)
    create(
        "rollout.review.action",
        review_id=review.id,
        name="Ask",
        owner_id=env.ref("base.partner_admin").id,
        date_deadline="2030-01-01",
    )
    return made


def with_wins(count=1, **values):
    made = program(wins_weekday="0", wins_hour=0.0)
    for number in range(count):
        create("rollout.win", name=f"Won {number}", program_id=made.id, **values)
    return made


def to_tell():
    return with_wins(state="published", published_on=now() - timedelta(days=8))


def with_delivery():
    env["ir.config_parameter"].set_param("rollout_win.webhook_private", "True")
    made = with_wins()
    made.wins_webhook_url = "http://127.0.0.1:9/nobody"
    env["rollout.webhook.delivery"]._queue(made.win_ids)
    return made


def kpi(source):
    if source == "manual":
        return create("rollout.kpi", name="Close", unit="days", company_id=False)
    return create(
        "rollout.kpi",
        name="Requests",
        company_id=False,
        unit="requests",
        source="records",
        record_model="rollout.customization.request",
        date_field="create_date",
        measure="count",
    )


def tracked(source="records", days=40, sponsor=False):
    made = program(digest_sponsor=sponsor)
    create("rollout.kpi.tracking", kpi_id=kpi(source).id, phase_id=live(made, days).id)
    return made


def readings(made):
    return made.env["rollout.kpi.reading"].search([("phase_id.program_id", "=", made.id)])


def read(made):
    found = readings(made)
    return len(found.filtered(lambda each: each.role == "milestone")), len(found.mapped("date_from")) > 4


def to_tell_milestone():
    made = tracked(sponsor=True)
    made.phase_ids.kpi_tracking_ids._take_readings()
    return made


def slow():
    made = program()
    live(made)
    task = create("rollout.task", name="An order", phase_id=made.phase_ids.id, old_minutes=3, old_method="Timed")
    env.flush_all()
    env.cr.execute("UPDATE rollout_task SET state = 'slow', latest_week = 7 WHERE id = %s", (task.id,))
    env.invalidate_all()
    return made


def activities(records):
    return len(records.with_context(active_test=False).activity_ids)


def parked():
    made = program()
    create("rollout.customization.request", name="A button", phase_id=made.phase_ids.id)
    live(made, days=400)
    env.flush_all()
    env.cr.execute(
        "UPDATE rollout_customization_request SET state = 'parked', release_date = '2020-01-01' WHERE phase_id = %s",
        (made.phase_ids.id,),
    )
    env.invalidate_all()
    return made


def requests(made):
    return made.env["rollout.customization.request"].search([("program_id", "=", made.id)])


def breached():
    made = program()
    phase = live(made)
    phase.freeze_baseline = {
        kind: ({} if kind == "server_action" else known)
        for kind, known in env["rollout.freeze.breach"]._get_baseline().items()
    }
    return made


def found(made):
    known = env["rollout.freeze.breach"].search([("program_id", "=", made.id)])
    return len(known) > 0, len(known) - len(items(made))


def failed_mail():
    made = program()
    row = create(
        "rollout.mailing",
        program_id=made.id,
        purpose="rollout_digest.digest",
        period="1",
        res_model="res.users",
        res_id=SUPERUSER_ID,
    )
    mail = create("mail.mail", email_to="x@racing.example.com", rollout_mailing_id=row.id, state="exception")
    env.flush_all()
    env.cr.execute(
        "UPDATE mail_mail SET write_date = create_date - interval '2 hours', create_date = create_date - interval"
        " '3 hours' WHERE id = %s",
        (mail.id,),
    )
    return made


def mail_state(made):
    rows = env["rollout.mailing"].search([("program_id", "=", made.id)])
    return env["mail.mail"].search([("rollout_mailing_id", "in", rows.ids)]).mapped("state")


def scored():
    made = program()
    create(
        "rollout.partner.scorecard",
        program_id=made.id,
        partner_id=env.ref("base.main_partner").id,
        moment="choice",
        line_ids=[
            api.Environment(env.cr, SUPERUSER_ID, {})["rollout.partner.scorecard"]._get_default_lines()[0],
        ],
    ).line_ids.score = 4
    return made


def cards(made):
    return made.env["rollout.partner.scorecard"].search([("program_id", "=", made.id)])


def to_sign():
    return program(expectation_text="<p>It gets slower first.</p>")


def with_words():
    made = with_item()
    channel = create("discuss.channel", name="Race", channel_type="channel")
    message = channel.message_post(body="Words", message_type="comment")
    create("rollout.discuss.wizard", message_id=message.id, program_id=made.id, name="Words", description="Words")
    return made


def discuss(e, made):
    return e["rollout.discuss.wizard"].search([("program_id", "=", made.id)]).action_add()


def two_items():
    made = with_item()
    create("rollout.log.item", name="The same", program_id=made.id)
    return made


def same_item(made):
    return items(made).filtered(lambda item: item.name == "The same")


def merge(made):
    same_item(made)._merge_into(items(made) - same_item(made))


def merged():
    made = two_items()
    merge(made)
    return made


def with_answer():
    made = with_item()
    feedback = create("rollout.feedback", wave_id=old_wave(made).id, comment="Words", reply_digest="d")
    made.wave_ids.state = "released"
    items(made).feedback_ids = feedback
    return made


def ask(e, made):
    wizard = e["rollout.sender.question"].create({"item_id": items(made).id, "text": "Which one?"})
    return wizard.action_ask()


def baseline():
    made = program()
    create("rollout.kpi.tracking", kpi_id=kpi("records").id, phase_id=made.phase_ids.id)
    return made


def entered():
    made = tracked("manual")
    made.phase_ids.kpi_tracking_ids._take_readings()
    return made


def enter(e, made):
    tracking = made.phase_ids.kpi_tracking_ids
    return tracking.env["rollout.kpi.reading"].create(
        {
            "tracking_id": tracking.id,
            "role": "milestone",
            "milestone_day": 30,
            "date_to": e["rollout.program"].browse(made.id)._get_today(),
            "value": 5,
            "method": "From the checklist",
        }
    )


def corrected():
    made = entered()
    enter(env(user=env.ref("base.user_admin")), made)
    return made


def correct(e, made):
    return e["rollout.kpi.correction"].create({"reading_id": readings(made)[:1].id, "value": 7, "reason": "Misread"})


def plan(e, made):
    wizard = e["rollout.plan.wizard"].create({"program_id": made.id, "date_start": "2030-01-01"})
    wizard.line_ids.department_id = False
    wizard.line_ids[0].department_id = e["hr.department"].search([("name", "=", f"Planned {made.id}")])
    return wizard.action_plan()


def to_plan():
    made = program()
    create("hr.department", name=f"Planned {made.id}", company_id=main)
    return made


def following(e, made):
    phase = e["rollout.phase"].browse(made.phase_ids.sorted("id")[0].id)
    return (
        e["rollout.next.phase.wizard"]
        .create(
            {
                "program_id": made.id,
                "phase_id": phase.id,
                "department_id": e["hr.department"].search([("name", "=", f"Planned {made.id}")]).id,
            }
        )
        .action_prepare()
    )


def override(e, made):
    wizard = e["rollout.gate.override.wizard"].create({"phase_id": made.phase_ids.id, "reason": "We must"})
    return wizard.action_override()


def waive(e, made):
    check = made.phase_ids.gate_check_ids.filtered("is_demanded")[:1]
    return e["rollout.gate.waiver.wizard"].create({"check_id": check.id, "reason": "Not here"}).action_waive()


def preparing():
    made = program()
    made.phase_ids.gate_check_ids.mandatory = False
    return made


def open_gate():
    made = program()
    made.phase_ids.gate_check_ids.mandatory = False
    made.phase_ids.stage_id = made.phase_ids._get_stage("ready")
    return made


def notes(made):
    return len(env["rollout.phase.note"].search([("phase_id", "in", made.phase_ids.ids)]))


def claim(e, made):
    optouts = e["rollout.digest.optout"]
    reader = made._find_reader("res.users", e.ref("base.user_admin").id)
    return optouts._find_claim(optouts._make_token(made, reader))


def stopped():
    made = program()
    env["rollout.digest.optout"]._unsubscribe(claim(env, made))
    return made


def optouts(made):
    return env["rollout.digest.optout"].search_count([("program_id", "=", made.id)])


def with_poster():
    made = program()
    made.phase_ids.action_print_kiosk_poster()
    return made


def cheered():
    made = to_tell()
    made.with_user(env.ref("base.user_admin")).win_ids._cheer()
    return made


def comments(made):
    return len(items(made).partner_comment_ids)


def comment(e, made):
    item = items(made).sudo()
    return item.partner_comment_ids._add_from_partner(item, e.ref("base.partner_admin"), "The same words", False)


NOTE = {"text": "The scanner is slow"}


def send_note(e, made, **options):
    # The program is the newest of those in which the department is in launch.
    made.phase_ids.department_id  # noqa: B018 - read before the first commits
    return e["rollout.program"]._take_note(e.user, {**NOTE, **options})


def sealed_notes(made):
    return env["rollout.sealed.note"].search_count([("program_id", "=", made.id)])


class Pair(NamedTuple):
    """Two who do the same, or one a button and one a scheduled action, and what is there afterwards."""

    prepare: object
    first: object
    second: object
    count: object
    expected: object


def job(model, method):
    def run(e, _made):
        # The jobs of Odoo commit by themselves, and are not begun anew.
        getattr(e[model], method)()

    run.job = f"{model}.{method}"
    return run


def same(prepare, act, count, expected):
    return Pair(prepare, act, act, count, expected)


def on(path, *args):
    """Call a method of the records to which a path of the program leads, with what people press as arguments."""
    *fields_, method = path.split(".")

    def press(e, made):
        records = made
        for name in fields_:
            records = records[name]
        return getattr(records, method)(*args)

    press.button = path
    return press


def item_of(method, *args):
    def press(e, made):
        return getattr(items(made)[:1], method)(*args)

    press.button = method
    return press


prepare_reviews = job("rollout.review", "_cron_prepare_reviews")
take_readings = job("rollout.kpi.tracking", "_cron_take_readings")
PAIRS = {
    # Two scheduled actions: on two servers, or one started by hand.
    "invitations": same(weekly, job("rollout.wave", "_cron_send_invitations"), invited, (1, 1)),
    "reminders": same(
        to_remind, job("rollout.wave", "_cron_send_reminders"), lambda p: mailed(p, "rollout_feedback.reminder"), 1
    ),
    "release": same(to_release, job("rollout.wave", "_cron_release"), released, (6, 6, ["released"])),
    "notes": same(to_open, job("rollout.program", "_cron_release_notes"), lambda p: len(items(p)), 6),
    "replies": same(
        to_deliver,
        job("rollout.sealed.reply", "_cron_deliver"),
        lambda p: env["rollout.reply"].search_count([("feedback_id", "in", p.wave_ids.feedback_ids.ids)]),
        1,
    ),
    "overdue": same(overdue, job("rollout.log.item", "_cron_overdue"), lambda p: activities(items(p)), 1),
    "place_tasks": same(
        without_owner,
        job("mail.activity", "_cron_place"),
        lambda p: (activities(items(p)), bool(items(p).activity_ids.user_id)),
        (1, True),
    ),
    "reviews": same(running, prepare_reviews, lambda p: len(p.review_ids), 1),
    "agendas": same(
        with_review,
        job("rollout.review", "_cron_send_agendas"),
        lambda p: mailed(p, "rollout_review.review_agenda"),
        1,
    ),
    "wins": same(to_tell, job("rollout.win", "_cron_send_mails"), lambda p: mailed(p, "rollout_win.wins"), 1),
    "webhooks": same(
        with_delivery,
        job("rollout.webhook.delivery", "_cron_deliver"),
        lambda p: p.wins_delivery_ids.mapped("tries"),
        [1],
    ),
    "readings": same(tracked, take_readings, read, (1, True)),
    "alarms": same(
        lambda: tracked("manual"),
        job("rollout.kpi.tracking", "_cron_raise_alarms"),
        lambda p: mailed(p, "rollout_kpi.missing"),
        1,
    ),
    "digests": same(
        lambda: program(digest_staff=True, digest_weekday="0", digest_hour=0.0),
        job("rollout.program", "_cron_send_digests"),
        lambda p: mailed(p, "rollout_digest.digest"),
        1,
    ),
    "milestones": same(
        to_tell_milestone,
        job("rollout.phase", "_cron_tell_milestones"),
        lambda p: mailed(p, "rollout_kpi.milestone"),
        1,
    ),
    "slow_tasks": same(slow, job("rollout.task", "_cron_flag_slow"), lambda p: activities(p.phase_ids), 1),
    "requests": same(
        parked,
        job("rollout.customization.request", "_cron_release"),
        lambda p: requests(p).mapped("state"),
        ["to_decide"],
    ),
    "breaches": same(breached, job("rollout.freeze.breach", "_cron_find"), found, (True, 0)),
    "mail_queue": same(failed_mail, job("rollout.mailing", "_cron_deliver"), mail_state, ["outgoing"]),
    # Two people, or one who presses twice.
    "retry": same(unreached, retry, lambda p: mailed(p, "rollout_feedback.invitation"), 1),
    "prepare_review": same(running, on("action_prepare_review"), lambda p: len(p.review_ids), 1),
    "close_review": same(
        with_review,
        on("review_ids.action_close"),
        lambda p: (mailed(p, "rollout_review.review_minutes"), activities(p.review_ids)),
        (1, 1),
    ),
    "refresh_agenda": same(
        with_review, on("review_ids.action_refresh_agenda"), lambda p: len(p.review_ids.line_ids), 1
    ),
    "cancel_review": same(with_review, on("review_ids.action_cancel"), lambda p: p.review_ids.state, "cancelled"),
    "score_again": same(scored, lambda e, p: cards(p)[:1].action_score_again(), lambda p: len(cards(p)), 2),
    "choose_partner": same(
        scored, lambda e, p: cards(p)[:1].action_choose(), lambda p: cards(p).mapped("outcome"), ["chosen"]
    ),
    "sign": same(to_sign, on("action_sign_expectations"), lambda p: len(p.signature_ids), 1),
    "go_live": same(
        open_gate,
        on("phase_ids.action_go_live"),
        lambda p: len(p.phase_ids.standup_event_ids.recurrence_id) if p.standup_enabled else 1,
        1,
    ),
    "mark_ready": same(preparing, on("phase_ids.action_mark_ready"), lambda p: p.phase_ids.stage_code, "ready"),
    "cancel_phase": same(program, on("phase_ids.action_cancel"), lambda p: p.phase_ids.stage_code, "cancelled"),
    "publish": same(
        with_wins,
        on("win_ids.action_publish"),
        lambda p: (p.win_ids.state, len(p.channel_id.message_ids)),
        ("published", 1),
    ),
    "publish_two": Pair(
        lambda: with_wins(2),
        lambda e, p: p.win_ids[0].action_publish(),
        lambda e, p: p.win_ids[1].action_publish(),
        lambda p: len(p.channel_id.message_ids),
        2,
    ),
    "decide": same(with_item, item_of("_decide", "parked", "Later"), lambda p: len(requests(p)), 1),
    "merge": same(two_items, lambda e, p: merge(p), lambda p: len(items(p).filtered("active")), 1),
    "split_off": same(
        merged,
        lambda e, p: same_item(p).action_split_off(),
        lambda p: items(p).mapped("active"),
        [True, True],
    ),
    "ask_sender": same(
        with_answer,
        ask,
        lambda p: env["rollout.reply"].search_count([("feedback_id", "in", items(p).feedback_ids.ids)]),
        1,
    ),
    "decide_request": same(
        parked,
        lambda e, p: requests(p)._decide("exception", "We must"),
        lambda p: requests(p).mapped("state"),
        ["exception"],
    ),
    "measure_baseline": same(
        baseline,
        on("phase_ids.kpi_tracking_ids.action_measure_baseline"),
        lambda p: len(readings(p)) == len(set(readings(p).mapped("date_from"))),
        True,
    ),
    "enter_milestone": same(entered, enter, lambda p: len(readings(p)), 1),
    "correct": same(corrected, correct, lambda p: readings(p).mapped("value"), [7.0]),
    "phase_note": same(program, lambda e, p: p.phase_ids.write({"note": "<p>Di</p>"}), notes, 1),
    "override": same(program, override, lambda p: len(p.phase_ids.override_ids), 1),
    "waive": same(program, waive, lambda p: len(p.phase_ids.gate_check_ids.filtered("waived_on")), 1),
    "plan": same(to_plan, plan, lambda p: len(p.phase_ids), 2),
    "next_phase": same(to_plan, following, lambda p: len(p.phase_ids), 2),
    "poster": same(program, on("phase_ids.action_print_kiosk_poster"), lambda p: p.phase_ids.kiosk_number, 1),
    "withdraw_poster": same(
        with_poster, on("phase_ids.action_withdraw_kiosk_poster"), lambda p: p.phase_ids.kiosk_number in (2, 3), True
    ),
    "new_review": same(
        running, lambda e, p: e["rollout.review"].create({"program_id": p.id}), lambda p: len(p.review_ids), 1
    ),
    "resume_digest": same(stopped, on("action_resume_digest"), optouts, 0),
    "take_back_cheer": same(cheered, on("win_ids._take_back_cheer"), lambda p: p.win_ids.cheer_count, 0),
    "unsubscribe": same(program, lambda e, p: e["rollout.digest.optout"]._unsubscribe(claim(e, p)), optouts, 1),
    "resubscribe": same(stopped, lambda e, p: e["rollout.digest.optout"]._resubscribe(claim(e, p)), optouts, 0),
    "cheer": same(to_tell, on("win_ids._cheer"), lambda p: p.win_ids.cheer_count, 1),
    "discuss": same(with_words, discuss, lambda p: len(items(p)), 2),
    "comment": same(with_item, comment, comments, 1),
    "named_note": same(with_item, lambda e, p: send_note(e, p, anonymous=False), lambda p: len(items(p)), 2),
    "sealed_note": same(with_item, lambda e, p: send_note(e, p, key="k" * 32), sealed_notes, 1),
    # A person and a scheduled action.
    "review_and_job": Pair(running, prepare_reviews, on("action_prepare_review"), lambda p: len(p.review_ids), 1),
    "job_and_review": Pair(running, on("action_prepare_review"), prepare_reviews, lambda p: len(p.review_ids), 1),
    "job_and_new_review": Pair(
        running,
        lambda e, p: e["rollout.review"].create({"program_id": p.id}),
        prepare_reviews,
        lambda p: len(p.review_ids),
        1,
    ),
    "agenda_and_job": Pair(
        with_review,
        on("review_ids.action_refresh_agenda"),
        job("rollout.review", "_cron_send_agendas"),
        lambda p: (len(p.review_ids.line_ids), mailed(p, "rollout_review.review_agenda")),
        (1, 1),
    ),
    "value_and_job": Pair(lambda: tracked("manual"), enter, take_readings, lambda p: len(readings(p)), 1),
    "job_and_value": Pair(lambda: tracked("manual"), take_readings, enter, lambda p: len(readings(p)), 1),
    "decision_and_job": Pair(
        overdue,
        item_of("_decide", "wont_do", "Too small"),
        job("rollout.log.item", "_cron_overdue"),
        lambda p: (items(p).mapped("state"), activities(items(p).filtered(lambda item: item.activity_ids.active))),
        (["decided"], 0),
    ),
}


# -- Running ------------------------------------------------------------------------------------------------------
def run_as(act, made_id, before, after, problems):
    """Do something in transactions of its own; what is refused with a sentence is no problem."""
    try:
        with registry.cursor() as cr:
            e = api.Environment(cr, SUPERUSER_ID, {})
            if not hasattr(act, "job"):
                # People have a user; a sponsor, say, signs in their own name.
                e = e(user=e.ref("base.user_admin"))
            made = e["rollout.program"].browse(made_id)
            before(cr)
            if hasattr(act, "job"):
                act(e, made)
                cr.commit()
            else:
                service.retrying(lambda: act(e, made), e)
    except UserError:
        pass
    except Exception as error:  # noqa: BLE001 - told with all other problems
        problems.append(repr(error)[:600])
    finally:
        after()


def run_round(pair, number):
    made_id = pair.prepare().id
    env.cr.commit()
    problems, begin, first_done = [], threading.Barrier(2, timeout=60), threading.Event()

    def start(_cr):
        begin.wait()
        time.sleep(random.uniform(0, 0.01))

    def look_and_wait(cr):
        begin.wait()
        if hasattr(pair.second, "job"):
            here.first = lambda: first_done.wait(60)
        elif number % 2:
            cr.execute("SELECT count(*) FROM rollout_program")
            first_done.wait(60)

    threads = [
        threading.Thread(target=run_as, args=(pair.first, made_id, start, first_done.set, problems)),
        threading.Thread(
            target=run_as,
            args=(pair.second, made_id, look_and_wait if number % 2 else start, lambda: None, problems),
        ),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    env.cr.rollback()
    env.invalidate_all()
    made = env["rollout.program"].browse(made_id)
    if (counted := pair.count(made)) != pair.expected:
        problems.append(f"{counted!r} instead of {pair.expected!r}")
    problems += complaints.lines
    complaints.lines = []
    made.active = False
    env.cr.commit()
    return problems


def run(name):
    found = []
    pair = PAIRS[name]
    for number in range(ROUNDS):
        if problems := run_round(pair, number):
            found.append(problems)
    print(f"{name}: {len(found)} of {ROUNDS} {found[:1]}", flush=True)
    return found


if not env["ir.actions.server"].search_count([("name", "=", "Made by hand")]):
    create("ir.actions.server", name="Made by hand", model_id=env["ir.model"]._get_id("res.partner"), state="code")
env.cr.execute("UPDATE ir_cron SET active = false")
env.cr.execute("UPDATE rollout_program SET active = false")
for person in (env.ref("base.main_partner"), env.ref("base.user_admin").partner_id):
    person.email = f"person{person.id}@racing.example.com"
env.cr.commit()
facts = {name: run(name) for name in (WANTED or PAIRS)}
own = env["ir.model.data"].search([("model", "=", "ir.cron"), ("module", "like", "rollout_%")])
known = {act.job for pair in PAIRS.values() for act in (pair.first, pair.second) if hasattr(act, "job")}
facts["jobs without a pair"] = [
    cron.name
    for cron in env["ir.cron"].with_context(active_test=False).browse(own.mapped("res_id"))
    if f"{cron.model_id.model}.{cron.code.removeprefix('model.').removesuffix('()')}" not in known
]
if "ROLLOUT_FACTS" in os.environ:
    Path(os.environ["ROLLOUT_FACTS"]).write_text(json.dumps(facts))
