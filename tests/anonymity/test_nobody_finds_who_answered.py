"""Five hundred people answer; somebody with everything that is stored looks for who answered what."""

import hashlib
import os
from pathlib import Path

from . import attacker
from .launch import DEPARTMENTS, Launch

PEOPLE = 500
# A fifth of chance on either side: a random order strays from it by a twentieth, and by half of it never.
WINDOW = PEOPLE // 10
BETTER_THAN_CHANCE = 1.5
# Its standard deviation for a random order is 0.045.
CORRELATION = 0.25
SYSTEM_USERS = {1, None}


def test_nobody_finds_who_answered_what(database, server, smtp, rpc):
    today = server(database)
    launch = Launch(rpc(today), PEOPLE)
    links = launch.invite(smtp)
    assert len(links) == PEOPLE
    assert not attacker.find(database, {token for _link, token in links.values()}), "no mail keeps its link"

    before, sessions = attacker.snapshot(database), _read_sessions()
    launch.answer(links)
    after = attacker.snapshot(database)
    changed = {"rollout_sealed_answer", "rollout_sending", "rollout_spent_token"}
    assert attacker.changed_tables(before, after) == changed
    assert sessions.items() <= _read_sessions().items(), "no session notes that its user was there"
    answers = launch.answers
    _check_sealed(database, answers)
    _check_log(today, answers)
    today.stop()

    week_after = server(database, days=7)
    launch.admin = rpc(week_after)
    launch.admin.timeout = 900
    launch.admin.run_cron("rollout_feedback.ir_cron_release")
    assert database.query("SELECT count(*) FROM rollout_feedback") == [(PEOPLE,)]
    assert database.query("SELECT count(*) FROM rollout_sealed_answer") == [(0,)]
    _check_released(database, answers)
    _check_log(week_after, answers)


def _check_sealed(database, answers):
    """What the readme says of the time in which answers wait: their order, and the digests beside them."""
    words = {answer.word for answer in answers}
    assert set(attacker.find(database, words)) == {"rollout_sealed_answer.payload"}
    assert not attacker.find(database, {answer.token for answer in answers})
    assert not attacker.find(database, {answer.secret for answer in answers})
    spent = {_digest(answer.token) for answer in answers}
    assert set(attacker.find(database, spent)) == {"rollout_spent_token.digest"}
    assert set(attacker.references(database, "rollout_sealed_answer").values()) == {"rollout_wave", "hr_department"}
    assert set(attacker.references(database, "rollout_spent_token").values()) == {"rollout_wave"}


def _check_released(database, answers):
    tokens = {answer.token for answer in answers}
    assert not attacker.find(database, tokens | {_digest(token) for token in tokens})
    assert not attacker.find(database, {answer.secret for answer in answers})
    found = attacker.find(database, {answer.word for answer in answers})
    holders = {name.partition(".")[0] for name in found}
    assert holders == {"rollout_feedback", "rollout_log_item"}, found
    by_word = {answer.word: answer for answer in answers}
    for table in sorted(holders):
        columns = attacker.columns(database, table, lambda row: _find_word(row, by_word))
        assert set(columns["id"]) == set(by_word), "each answer is there once"
        _check_people(database, table, columns)
        _check_order(table, columns, by_word)
    _check_messages(database)


def _check_people(database, table, columns):
    """No foreign key leads from an answer to a person, and no text names one."""
    for column, target in attacker.references(database, table).items():
        if target in ("res_users", "res_partner", "hr_employee", "mail_mail", "mail_message", "res_device_log"):
            assert set(columns[column].values()) <= SYSTEM_USERS, f"{table}.{column} leads to {target}"
    for column, values in columns.items():
        for value in values.values():
            assert "Q" not in str(value) or "@launching" not in str(value), f"{table}.{column}"
            assert not str(value).startswith("Somebody"), f"{table}.{column}"


def _check_order(table, columns, by_word):
    """No column's order is that of the invitations, the answers or the employees, within chance."""
    words = sorted(by_word)
    for column, values in columns.items():
        # A department is named openly where enough answered, and the mails go out by department.
        if column in ("department_id", "phase_id") or len(set(map(str, values.values()))) == 1:
            continue
        guess = [_sortable(values[word]) for word in words]
        for known in ("invited", "posted", "employee_id"):
            truth = [getattr(by_word[word], known) for word in words]
            _check_no_better(f"{table}.{column} by {known}", guess, truth, WINDOW, CORRELATION)
            for department in DEPARTMENTS:
                part = [index for index, word in enumerate(words) if by_word[word].department == department]
                _check_no_better(
                    f"{table}.{column} by {known} in {department}",
                    [guess[index] for index in part],
                    [truth[index] for index in part],
                    None,
                    2 * CORRELATION,
                )
    # One moment and one transaction for all: no time tells them apart.
    for column in ("create_date", "write_date", "xmin"):
        assert len(set(columns[column].values())) == 1, f"{table}.{column}"


def _check_no_better(name, guess, truth, window, limit):
    assert abs(attacker.correlation(guess, truth)) < limit, name
    if window and len(set(guess)) == len(guess):
        assert attacker.gain(guess, truth, window) < BETTER_THAN_CHANCE, name
        assert attacker.gain(guess[::-1], truth, window) < BETTER_THAN_CHANCE, name


def _check_messages(database):
    """The chatter of the items has one author, the system, and one moment, in the order of the items."""
    # Odoo takes the moment of a message to the second, one after the other: a second may pass meanwhile.
    assert database.query(
        """SELECT count(DISTINCT author_id), max(date) - min(date) <= interval '1 second'
             FROM mail_message WHERE model = 'rollout.log.item'"""
    ) == [(1, True)]
    assert database.query(
        """SELECT count(*) FROM mail_message earlier, mail_message later
            WHERE earlier.model = 'rollout.log.item' AND later.model = earlier.model
              AND earlier.date < later.date AND earlier.res_id > later.res_id"""
    ) == [(0,)]
    assert database.query("SELECT count(*) FROM mail_followers WHERE res_model = 'rollout.log.item'") == [(0,)]
    assert database.query("SELECT count(*) FROM ir_logging") == [(0,)]


def _check_log(running, answers):
    log = running.log.read_text(errors="replace")
    for answer in answers:
        for trace in (answer.token, _digest(answer.token), answer.secret, _digest(answer.secret), answer.word):
            assert trace not in log
    about = [line for line in log.splitlines() if "/rollout/" in line and "werkzeug" in line]
    assert all("127.0.0.1" not in line for line in about)


def _read_sessions():
    folder = Path(os.environ["ODOO_DATA_DIR"]) / "sessions"
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*") if path.is_file()}


def _find_word(row, by_word):
    for value in row:
        if isinstance(value, str) and "zq" in value:
            start = value.index("zq")
            return value[start : start + 18] if value[start : start + 18] in by_word else None
    return None


def _sortable(value):
    return value if isinstance(value, int | float) else str(value)


def _digest(text):
    return hashlib.sha256(text.encode()).hexdigest()
