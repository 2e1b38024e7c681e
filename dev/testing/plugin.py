"""A pytest plugin: a skipped test has failed, and so has one during which Odoo logged a complaint."""

import logging

import pytest

from dev import logcheck


class _Complaints(logging.Handler):
    """Collects what `dev.logcheck` does not allow; `assertLogs` and `mute_logger` keep theirs from here."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.lines = []

    def emit(self, record):
        message = record.getMessage()
        if not logcheck.is_allowed(record.name, message):
            details = f"\n{logging.Formatter().formatException(record.exc_info)}" if record.exc_info else ""
            self.lines.append(f"{record.levelname} {record.name}: {message}{details}")

    def take(self):
        lines, self.lines = self.lines, []
        return lines


_complaints = _Complaints()


def pytest_configure(config):
    config.addinivalue_line(
        "markers", "long: takes many minutes; only in `make test-faults`, `test-compose` or `test-machines`"
    )
    config.addinivalue_line("markers", "alone: about one addon and what it depends on; runs with that addon's tests")
    logging.getLogger().addHandler(_complaints)
    # As in a running server: what it logs, access lines included, can be tested.
    logging.getLogger().setLevel(logging.INFO)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.skipped:
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and a test that does not run shows nothing: {report.longrepr}"
    lines = _complaints.take()
    if lines and report.passed:
        report.outcome = "failed"
        report.longrepr = "\n".join(["Odoo logged during this test:", *lines])
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    report = yield
    if report.skipped:
        report.outcome = "failed"
        report.longrepr = f"{collector.nodeid} was skipped as a whole: {report.longrepr}"
    return report
