"""Closed lists of English: words that say much, words that weaken, words that leave open.

In the lists "*" stands for any ending, "_" for a space.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from rag.english import NUMBER_WORDS


def pattern(*words: str) -> re.Pattern[str]:
    """Give what finds the words of lists such as these, in small letters or large."""
    return re.compile(rf"\b(?:{'|'.join(_written(' '.join(words).split()))})\b", re.IGNORECASE)


def _written(words: Iterable[str]) -> Iterable[str]:
    return (re.escape(w).replace(r"\*", r"\w*").replace("_", " ") for w in words)


NEGATIVE = frozenset(
    "unless distrust distrusts distrusted mistrust absent absence against avoid avoids avoided ban "
    "banned bans bar barred barely beyond cease ceased contrary deficit denied denies deny differ "
    "differed difference differently differs discourage discouraged distinct doubt doubts except "
    "excepting exclude excluded excludes excluding exclusively exempt expire expired expires fail "
    "failed failing fails failure failures few fewer forbid forbidden forbids forever free hardly "
    "impossible illegal inability instead insufficient inadequate incomplete lack lacked lacking "
    "lacks least less little lose loses losing loss lost miss missed missing neglect neglected "
    "only oppose opposed opposes permanently prevent prevented prevents prohibit prohibited "
    "prohibits proscribed questionable rarely rather refusal refuse refused refuses refusing "
    "reject rejected rejection rejects remove removed scarce scarcely seldom short shun shunned "
    "sole solely stop stopped stops too unlike weak weakness rule ruled withheld withhold abandon "
    "abandoned ignore ignored ignores disagree disagreed refrain "
    "counterproductive".split()
)
"""Words that deny or leave out something in one way or another."""

_NUMBERS = "|".join((*sorted(NUMBER_WORDS), "one", "half", "twice", "an? (?:third|quarter|half)"))
_COMPARED = r"(?:more|less|fewer|[a-z]{3,}er)\b(?<!rather)(?<!other)[^.;]{0,50}? than"
STRONG: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (
        pattern("all every everyone everybody everything entire whole universal universally"),
        pattern(
            "all any every* each entire* whole universal* both no none nobody complete* total* "
            "full* throughout across nationwide always"
        ),
    ),
    (
        pattern("entirely wholly completely totally fully solely exclusively purely altogether"),
        pattern(
            "entire* whol* complet* total* full* sole* exclusiv* pure* altogether utter* only all "
            "just merely nothing_but"
        ),
    ),
    (
        pattern("always invariably constantly without_exception at_all_times permanently"),
        pattern(
            "always invariabl* constant* ever forever permanent* continu* every all endemic "
            "perpetual* daily each"
        ),
    ),
    (
        pattern("only alone merely nothing_but"),
        pattern(
            "only sole* alone mere* just exclusiv* but except* unless nothing no_other first "
            "monopoly limited restricted confined single"
        ),
    ),
    (
        pattern("most_of majority mostly mainly"),
        pattern(
            "most* major* main* large* overwhelming* bulk predominant* chief* primar* principal* "
            "more_than_half two_thirds essential*"
        ),
    ),
    (
        pattern(
            "inevitably certainly definitely undoubtedly necessarily surely bound_to guaranteed"
        ),
        pattern(
            "inevitabl* certain* definite* undoubted* necessar* sure* bound will must cannot "
            "guarantee*"
        ),
    ),
    (
        pattern("already"),
        pattern("already has have had since now currently previously recent* existing still long"),
    ),
    (
        pattern("a_single single just_one only_one a_sole once_only only_once a_lone"),
        re.compile(r"\b(?:single|one(?! of\b)|sole|lone|once|only|unique)\b", re.IGNORECASE),
    ),
    (
        re.compile(rf"\b{_COMPARED}(?! (?:\d|{_NUMBERS}))", re.IGNORECASE),
        re.compile(
            rf"\b(?:{_COMPARED}|most|least|[a-z]{{3,}}est|exceed\w*|outnumber\w*|gap|"
            r"outweigh\w*|surpass\w*|prefer\w*|superior|inferior|beyond|over\w+|too)\b",
            re.IGNORECASE,
        ),
    ),
    (
        pattern("less fewer"),
        pattern(
            "less* few* reduc* cut* low* fall* fell declin* drop* small* short* shrank shrunk "
            "lack* "
            "under below half third quarter tenth percent only not no minor* weak* than worse "
            "down decreas* up_to little more"
        ),
    ),
    (pattern("both either"), pattern("both either two and or each pair twin dual as_well_as")),
)
"""Words that say much, and those of the evidence by any of which they may be borne out."""
IDLE = re.compile(
    r"\b(?:all the (?:same|more)|above all|after all|at all|in all|all in all|not only|if only|"
    r"only (?:to|from|after|once(?! ha[sd]| have| in| did)|if|when|where|as|in|because|by|then|too|"
    r"with|just)|all kinds|let alone|(?:leave|leaves|left) \w+ alone|on the whole|as a whole|"
    r"every (?:kind|sort) of|all sorts)\b",
    re.IGNORECASE,
)
"""Where those words say little."""

SOFT = pattern(
    "can may might could need_not needn't tend* some* many much most* main* general* usual* often "
    "common* frequent* large* big chief* seldom rare* almost nearly typical* partly part more "
    "degree extent habit* not un* regular* from_time_to_time small* slight* little minor modest* "
    "marginal* repeated* essential* above_all virtual* close_to occasion* likely"
)
"""Words that weaken, or that may stand for one that does."""

UNDECIDED = pattern(
    "order* instruct* command* to_be are_to is_to were_to was_to ought let if whether how "
    "possib* poten* plan* hop* intend* mean_to means_to meant_to aim* idea call* ask* want* "
    "wish* propos* suggest* recommend* urg* advis* advic* demand* need* requir* argu* warn* "
    "fear* said_to task duty job role responsib* oblig* goal expect* can could able likely "
    "unlikely appear* seem* suspect* alleg* accus* believ* claim* risk* chance danger threat* "
    "necessary essential must should shall may might will would cannot have_to has_to had_to "
    "better open allow* permit* entitl* eligib* free_to perhaps probabl* maybe favour* unless "
    "until once depend* condition* try tries tried trying attempt*"
)
"""Words by which a statement doesn't tell how things are, but what's wished, feared or likely."""

PERHAPS = re.compile(
    r"\b(?:may|could(?! n[o'])|might|perhaps|possibly|probably|maybe|presumably|apparently|"
    r"reportedly|allegedly|seems?|appears?|likely)\b"
)
OPEN = pattern(
    "may might could can perhaps possib* probab* presum* apparent* report* alleg* seem* appear* "
    "likely unlikely would should if whether unclear uncertain suggest* indicat* believ* think* "
    "thought considered potential* risk* accus* suspect* suspicion tend* claim* deem* seen_as "
    "view* perceived impression doubt* allow* permit* open_to free_to entitl* eligib* right choose "
    "voluntary optional forb* prohibit* ban bans banned expect* forecast* fear*"
)
"""Words of the evidence that a "may" or a "perhaps" may stand for."""

EXPECTED = re.compile(
    r"\b(?:expect|forecast|predict|anticipat|foresee|plan|hop|intend|aim|want|propos|promis|pledg|"
    r"vow|order|instruct|command|request|require|oblig|allow|permit|seek|sought|attempt|tries|trying|tried|urg|threaten|mean)(?:s|e|es|ed|ing|ning)?\b"
    r"(?: [\w'-]+){0,4}? to (\w+)",
    re.IGNORECASE,
)
"""Who expects that something will happen doesn't say that it did."""
