"""What speakers are called: people by role, groups, bodies, authors. Closed lists of English."""

from __future__ import annotations

ANY_SINGLE = frozenset(
    "member participant speaker attendee delegate discussant panelist panellist person "
    "individual respondent".split()
)
SINGLE = ANY_SINGLE | frozenset(
    "expert witness analyst scholar official practitioner critic observer researcher resident "
    "citizen lawyer journalist academic activist economist diplomat".split()
)
"""Somebody by role; those in the first set tell no more than that somebody was there."""
PLURAL = frozenset(word + "s" for word in SINGLE if not word.endswith("s")) | {
    "witnesses", "people", "attendants", "those",
}  # fmt: skip
GROUPS = frozenset(
    "group meeting panel workshop session forum conference discussion gathering round-table "
    "roundtable working-group seminar".split()
)
BODIES = frozenset(
    "government state cabinet ministry minister parliament court courts army military police "
    "authority authorities commission committee council board agency agencies department office "
    "president prime king queen company party union judge judges senate assembly opposition "
    "spokesperson spokesman spokeswoman newspaper media institute institution foundation "
    "administration officials ministers chief secretary".split()
)
AUTHORS = frozenset(
    "author authors writer brief report paper study document article text summary page i".split()
)
