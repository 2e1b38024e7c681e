"""When two summaries count as similar.

PostgreSQL's trigrams compare groups of three letters, so it matters neither where a word ends, which Thai
doesn't show, nor in which order the words stand. The similarity is the share of the groups of both
that they have in common: 1 for the same text, 0 for nothing in common.

Measured on pairs from the log, in English and in Thai: 0.30 to 0.58 where both mean the same, 0.04 to 0.20 where
they don't, and up to 0.35 where only the phrase is the same ("I do not know how to …"). A suggestion too many costs
a glance, and one too few costs a duplicate.

The lower the threshold, the more items must be compared: among a million, 0.3 takes seven to twelve times as
long as 0.6. So the strictest is asked first. Where it finds as many as are wanted, no other could be nearer.
"""

SIMILARITY_THRESHOLDS = (0.6, 0.45, 0.3)
MOST_SIMILAR = 5
