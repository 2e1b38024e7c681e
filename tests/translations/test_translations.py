"""Every text of the addons can be translated, and is in Thai: the templates are what Odoo exports."""

import re

import polib
import pytest

from dev.modules import own
from dev.paths import ADDONS

from ..support.database import DEMO, cloned, run_odoo

# The same in Thai: names, addresses, signs, and what is written in Latin letters by everybody.
_AS_IN_ENGLISH = {
    "KPI",
    "KPIs",
    "Rollout",
    "SHA-256",
    '<span class="mx-1">@</span>',
    "https://hooks.example.com/…",
    # What other companies call their programs.
    "Discord",
    "Google Chat",
    "Mattermost",
    "Microsoft Teams",
    "Slack",
}
# Words with two meanings: the number of a day or a day of the week; a check that fails or a reading that broke.
_AMBIGUOUS = {"Day", "Failed"}
_THAI = re.compile("[\u0e00-\u0e7f]")
# What Odoo fills in (`%s`, `%(name)s`, `%%`), and tags.
_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[a-z%]|<[^>]*>")
# Attributes that people read are translated with the tag in which they stand.
_READ_ATTRIBUTE = re.compile(r'\b(alt|aria-label|placeholder|title)="[^"]*"')


@pytest.fixture(scope="module")
def fresh():
    """A fresh database, demo data included."""
    with cloned(DEMO) as database:
        yield database


def _template(name):
    return polib.pofile(str(ADDONS / name / "i18n" / f"{name}.pot"))


def _thai(name):
    return polib.pofile(str(ADDONS / name / "i18n" / "th.po"))


def _placeholders(text):
    """What must stand in a text and in its translation alike.

    >>> _placeholders('%(count)s of <b title="All">%s</b> and 10 %')
    ['%(count)s', '%s', '</b>', '<b title>']
    """
    return sorted(_PLACEHOLDER.findall(_READ_ATTRIBUTE.sub(r"\1", text)))


@pytest.mark.parametrize("name", own())
def test_template_is_what_odoo_exports(name, fresh, tmp_path):
    path = tmp_path / "exported.pot"
    # One by one: of a text that several addons have, an export of all of them names only some.
    run_odoo("i18n", "export", "-d", fresh.name, "-o", str(path), name)
    exported = {entry.msgid for entry in polib.pofile(str(path))}
    assert exported, "Odoo exported nothing."
    committed = {entry.msgid for entry in _template(name)}
    assert committed == exported, f"Export it again: bin/odoo i18n export -d a_fresh_demo {name}"


@pytest.mark.parametrize("name", own())
def test_thai_is_complete(name):
    thai = _thai(name)
    assert thai.metadata["Language"] == "th"
    assert not thai.fuzzy_entries()
    assert not thai.obsolete_entries()
    assert {entry.msgid for entry in thai} == {entry.msgid for entry in _template(name)}
    not_thai = [e.msgid for e in thai if e.msgid not in _AS_IN_ENGLISH and not _THAI.search(e.msgstr)]
    assert not not_thai


@pytest.mark.parametrize("name", own())
def test_thai_keeps_placeholders(name):
    # Without a translation, the text itself is shown.
    translated = [e for e in _thai(name) if e.msgstr]
    changed = {e.msgid: e.msgstr for e in translated if _placeholders(e.msgid) != _placeholders(e.msgstr)}
    assert not changed


def test_thai_says_the_same_everywhere():
    """A text that stands in several addons reads the same in all of them."""
    translations = {}
    for name in own():
        for entry in _thai(name):
            translations.setdefault(entry.msgid, {}).setdefault(entry.msgstr, []).append(name)
    differing = {text: found for text, found in translations.items() if len(found) > 1}
    assert set(differing) <= _AMBIGUOUS, differing
