"""Words that exclude each other, and words that tell one thing from its two sides."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from rag.english import OPPOSITES
from rag.tokens import root

_MORE_OPPOSITES = """
overt/covert online/offline proactive/reactive precede/follow preceded/followed broad/narrow
guilty/innocent previous/next subsequent/preceding subsequent/prior subsequent/previous
except/including excluding/including except/especially except/particularly acceptance/rejection
accept/reject direct/indirect prevent/enable prevent/allow hinder/help more/less most/least
more/fewer better/worse higher/lower greater/smaller increase/decrease rise/fall united/divided
formal/informal official/unofficial originally/finally initially/finally strengthen/undermine
support/undermine success/failure currently/previously currently/formerly current/previous
current/former today/yesterday earlier/later before/after since/until above/below
centralized/decentralized centralised/decentralised friendly/hostile moderate/extreme
underestimate/overestimate inclusion/exclusion mainstream/fringe advantage/disadvantage
trust/distrust majority/minority long/short vertical/horizontal military/civilian
foreign/domestic ban/legalise ban/legalize arm/disarm release/withhold enter/exit
condemn/welcome condemn/praise welcome/reject win/lose won/lost import/export
shun/embrace shun/adopt shun/support denounce/endorse denounce/praise denounce/support
curb/promote curb/encourage curb/foster tame/fuel counter/promote counter/support counter/fuel
ban/allow ban/permit banned/allowed banned/permitted revise/retain revise/keep confusion/clarity
missing/available missing/present suffer/benefit achievement/failure ignore/include
ignore/consider override/uphold override/follow huge/small huge/tiny large/tiny sole/shared
release/conceal escalate/calm tighten/loosen tighten/relax strict/lax robust/fragile
ample/scarce abundant/scarce surplus/deficit deficit/surplus transparent/opaque stable/unstable
voluntary/forced legitimate/illegitimate willing/reluctant eager/reluctant proactive/passive
expire/begin expire/start unclear/clear uncertain/certain well/badly well/poorly easily/hardly
debunk/endorse debunk/confirm dismantle/build dismantle/strengthen dilute/strengthen
dilute/tighten regulate/deregulate harmony/discord hostile/supportive critical/unimportant
crucial/unimportant important/trivial vital/unimportant essential/optional beneficial/harmful
reactive/preventive piecemeal/comprehensive fragmented/unified fragmented/coherent
recent/old recently/formerly growing/shrinking worsening/improving unprecedented/usual
fed/pleased tolerate/reject embrace/reject embrace/shun sympathy/hostility praise/blame
condemn/support isolate/integrate integrate/exclude reintegrate/exclude secure/endanger
protect/endanger enforce/ignore encourage/forbid with/without expand/narrow widen/narrow
unify/fragment close/far near/distant poor/rich simple/complex
double/halve doubled/halved suspend/renew suspend/restore suspend/grant revoke/renew revoke/grant
admit/deny admitted/denied convicted/acquitted promptly/late openness/secrecy continued/ended
continue/end hide/openness hiding/openness usual/exceptional
forbid/let forbid/allow ban/let forbidden/allowed oblige/allow obliged/allowed oblige/permit
require/allow different/alike different/similar different/equal differently/alike accuse/defend
accused/defended accuse/clear distrust/confidence mistrust/confidence voluntary/obliged
willing/refuse willing/refusing willing/unwilling eager/refuse agree/refuse agreed/refused
guilty/acquitted dead/alive allies/enemies ahead/behind upstream/downstream
"""
_UP = "rise increase grow climb expand gain jump surge widen raise soar grow worsen multiply"
_DOWN = (
    "fall decrease drop decline shrink cut reduce lower lessen diminish narrow plummet slump halve"
)
_FOR = "support favour favor welcome endorse praise approve embrace defend applaud"
_AGAINST = (
    "oppose reject condemn criticise criticize denounce deplore decry shun dislike discourage"
)
_CONVERSE = (
    "lend/borrow buy/sell purchase/sell give/receive send/receive teach/learn lead/follow "
    "precede/follow employ/work pay/earn import/export win/lose precede/succeed more/less "
    "more/fewer higher/lower greater/smaller larger/smaller bigger/smaller longer/shorter "
    "older/younger better/worse stronger/weaker faster/slower richer/poorer above/below "
    "before/after"
)
_PREFIXES = ("un", "in", "im", "ir", "il", "dis", "non", "de", "mis", "anti", "counter")


def _opposites() -> Mapping[str, frozenset[str]]:
    pairs = [tuple(pair.split("/")) for pair in _MORE_OPPOSITES.split()]
    pairs += [(up, down) for up in _UP.split() for down in _DOWN.split()]
    pairs += [(one, other) for one in _FOR.split() for other in _AGAINST.split()]
    found: dict[str, set[str]] = {}
    for one, other in (*OPPOSITES, *pairs):
        a, b = root(one), root(other)
        if a != b:
            found.setdefault(a, set()).add(b)
            found.setdefault(b, set()).add(a)
    return {word: frozenset(others) for word, others in found.items()}


_OPPOSED = _opposites()


_CONVERSES = frozenset(
    frozenset(root(word) for word in pair.split("/")) for pair in _CONVERSE.split()
)


def converse(one: str, other: str) -> bool:
    """Say whether two words (lower case) tell one thing from either side: "lend", "borrow"."""
    return frozenset((root(one), root(other))) in _CONVERSES


@lru_cache(maxsize=65536)
def opposed(one: str, other: str) -> bool:
    """Say whether two words (lower case) are opposites: listed, or one denies the other by prefix.

    "militarization" and "demilitarization", "affected" and "unaffected".
    """
    a, b = root(one), root(other)
    if b in _OPPOSED.get(a, ()):
        return True
    if one.endswith("est") and other.endswith("est"):
        return _positive(b) in _OPPOSED.get(_positive(a), ())
    short, long = sorted((one, other), key=len)
    if len(short) < 4 or len(long) - len(short) > 7:
        return False
    return any(
        long.startswith(prefix)
        and (long[len(prefix) :] == short or root(long[len(prefix) :]) == root(short))
        for prefix in _PREFIXES
    )


def _positive(stem: str) -> str:
    """Give the stem of an adjective whose superlative this is: "dri" for "driest"."""
    base = stem.removesuffix("est")
    return root(base[:-1] if len(base) > 2 and base[-1] == base[-2] else base)
