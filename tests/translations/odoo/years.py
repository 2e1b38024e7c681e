"""Run by `odoo shell`: what of the suite's records is read in Thai with a year of the Common Era."""

import json
import os
import re
from html import unescape

YEAR = re.compile(r"(?<![\d#.,/&=-])20[1-4]\d(?![\d%])|(?<=[/-])20[1-4]\d(?!\d)")
TEXTS = ("char", "text", "html", "json")


def visible(value):
    """The text of a value that a person can see: no tags, addresses or identifiers."""
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, (dict, list)) else str(value or "")
    return unescape(re.sub(r"<style.*?</style>|<[^>]*>|https?://\S+|\b[0-9a-f]{12,}\b", " ", text, flags=re.DOTALL))


env["res.lang"]._activate_lang("th_TH")  # noqa: F821
env.user.lang = "th_TH"  # noqa: F821
thai = env(context={"lang": "th_TH", "tz": "Asia/Bangkok", "active_test": False})  # noqa: F821
found, read, dated = {}, 0, 0
for model in thai.values():
    if not model._name.startswith("rollout.") or model._abstract or model._transient:
        continue
    names = [
        field.name
        for field in model._fields.values()
        if field.type in TEXTS and (field.compute or type(field).__name__ == "IsoWeek") and not field.inherited
    ]
    for values in model.search([], limit=400).read(names):
        for name, value in values.items():
            text = visible(value) if name != "id" else ""
            read += bool(text)
            dated += bool(re.search(r"25[67]\d", text))
            if YEAR.search(text):
                found.setdefault(f"{model._name}.{name}", text[:300])
env.cr.rollback()  # noqa: F821
with open(os.environ["ROLLOUT_FACTS"], "w") as facts:
    json.dump({"found": found, "read": read, "dated": dated}, facts, ensure_ascii=False, indent=1)
