"""When two summaries count as similar.

PostgreSQL's trigrams compare groups of three letters, so it matters neither where a word ends, which Thai
doesn't show, nor in which order the words stand. The similarity is the share of the groups of both
that they have in common: 1 for the same text, 0 for nothing in common.

Measured on pairs from the log, in English and in Thai: 0.30 to 0.58 where both mean the same, 0.04 to 0.20 where
they don't, and up to 0.35 where only the phrase is the same ("I do not know how to …"). A suggestion too many costs
a glance, and one too few costs a duplicate.
"""

SIMILARITY_THRESHOLD = 0.3
MOST_SIMILAR = 5
