"""The same seven answers, handed in in three ways. See contest.py for what a contestant can do."""

ANSWER = {
    "mood": 4,
    "workload": 3,
    "control": 2,
    "upstream": 5,
    "manual_hours": 2.5,
    "kind": "issue",
    "comment": "The price of a changed order must be typed again. It takes me ten minutes each time.",
}
