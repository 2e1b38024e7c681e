"""For `odoo shell`: what of the suite's records is read in Thai with a year of the Common Era."""

# ruff: noqa: F821 - the shell provides `env`
import json
import os
import re
from collections import Counter
from html import unescape

YEAR = re.compile(r"(?<![\d#.,&=])20[1-4]\d(?![\d%])")
BUDDHIST = re.compile(r"25[5-9]\d")
HIDDEN = re.compile(r"<style.*?</style>|<script.*?</script>|<[^>]*>|https?://\S+|\b[0-9a-f]{12,}\b", re.DOTALL)
TEXTS = ("char", "text", "html", "json")

env["res.lang"]._activate_lang("th_TH")
thai = env(context={"lang": "th_TH", "tz": "Asia/Bangkok", "active_test": False})
models = [
    model for model in thai.values() if model._name.startswith("rollout.") and not (model._abstract or model._transient)
]
found, counts = {}, Counter()


def look(name, value):
    """Note what of a value shows a year of the Common Era, but for tags, addresses and hashes."""
    text = json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, (dict, list)) else str(value or "")
    text = unescape(HIDDEN.sub(" ", text))
    counts["read"] += bool(text)
    counts["dated"] += bool(BUDDHIST.search(text))
    if matches := [*YEAR.finditer(text)]:
        found[name] = [text[max(0, match.start() - 60) : match.end() + 20] for match in matches][:5]


def is_written(model, field):
    """Whether the suite makes the text of a field, not a person."""
    named = field.name == "display_name" and type(model._fields.get(model._rec_name)).__name__ == "Char"
    return field.type in TEXTS and not named and (field.compute or type(field).__name__ == "IsoWeek")


for model in models:
    names = [field.name for field in model._fields.values() if is_written(model, field)]
    for values in model.search([], limit=400).read(names):
        for name in names:
            look(f"{model._name}.{name}", values[name])
    for field in model._fields.values():
        if not field.store:
            continue
        if field.type in ("date", "datetime"):
            for size in ("day", "week", "month", "quarter", "year"):
                spec = f"{field.name}:{size}"
                for group in model.formatted_read_group([], [spec], ["__count"]):
                    look(f"{model._name}.{spec}", group[spec] and group[spec][1])
        elif type(field).__name__ == "IsoWeek":
            for group in model.formatted_read_group([], [field.name], ["__count"]):
                look(f"{model._name}.{field.name} as a group", group[field.name])

sections = thai["rollout.digest.section"]
for audience in dict(sections._fields["audience"].selection):
    for body in sections._render_digests(thai["rollout.program"].search([]), audience).values():
        look(f"digest: {audience}", body)
reports = thai["ir.actions.report"]
for report in reports.search([("model", "=like", "rollout.%"), ("report_type", "=like", "qweb%")]):
    records = thai[report.model].search([], limit=20)
    look(report.report_name, reports._render_qweb_html(report, records.ids)[0].decode())
for review in thai["rollout.review"].search([]):
    for for_partner in (False, True):
        look("minutes", review._prepare_minutes(for_partner))
env.cr.rollback()
with open(os.environ["ROLLOUT_FACTS"], "w") as facts:
    json.dump({"found": found, **counts}, facts, ensure_ascii=False, indent=1)
