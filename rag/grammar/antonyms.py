"""Words that exclude each other, and words that tell one thing from its two sides."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from rag.text.tokens import root

_COMMON = """
keep/change unchanged/change same/different identical/different shorter/longer short/long
lower/higher low/high smaller/larger small/large fewer/more less/more abolish/strengthen
abolish/create abolish/expand abolish/keep weaken/strengthen weak/strong rise/fall rising/falling
increase/decrease increase/reduce increase/decline grow/shrink expand/reduce raise/lower
accept/reject accept/refuse approve/reject approve/deny allow/forbid allow/prohibit allow/ban
permit/prohibit permit/ban legal/illegal lawful/unlawful support/oppose favour/oppose favor/oppose
praise/criticise praise/criticize agree/disagree agree/deny win/lose victory/defeat succeed/fail
success/failure gain/lose profit/loss open/close begin/end start/stop start/finish end/continue
end/remain end/persist stop/continue enter/leave join/leave arrive/depart include/exclude
inside/outside internal/external import/export buy/sell lend/borrow give/receive hire/fire
employ/dismiss reward/punish love/hate friend/enemy ally/enemy peace/war peaceful/violent
public/private free/costly free/paid optional/mandatory optional/required voluntary/mandatory
voluntary/compulsory temporary/permanent rare/common unusual/usual minor/major partial/full
partial/complete full/partial all/none always/never everyone/nobody many/few most/few first/last
early/late earlier/later before/after old/new ancient/modern young/old near/far close/distant
north/south east/west northern/southern eastern/western upper/lower top/bottom above/below
left/right front/back hot/cold warm/cool heat/cool wet/dry light/dark light/heavy fast/slow
quick/slow rich/poor wealthy/poor cheap/expensive easy/difficult simple/complex safe/dangerous
secure/insecure visible/invisible known/unknown famous/unknown true/false right/wrong
correct/incorrect good/bad better/worse best/worst positive/negative active/inactive
active/passive efficient/inefficient possible/impossible able/unable likely/unlikely
dependent/independent centralise/devolve centralize/decentralize unite/divide unified/divided
attack/defend advance/retreat build/destroy create/destroy repair/damage protect/harm
improve/worsen improve/deteriorate encourage/discourage prevent/cause prevent/enable
ignore/address remember/forget teach/learn ask/answer lead/follow majority/minority
maximum/minimum presence/absence present/absent birth/death born/died alive/dead male/female
men/women adult/child parent/child natural/artificial domestic/foreign urban/rural local/global
national/international repeal/introduce repeal/retain delete/retain delete/keep share/withhold
disclose/withhold collect/delete encrypt/decrypt notify/hide
"""
OPPOSITES = tuple(tuple(pair.split("/")) for pair in _COMMON.split())
"""Pairs of common words of which one can't hold where the other does."""
_FURTHER = """
overt/covert online/offline proactive/reactive precede/follow preceded/followed broad/narrow
guilty/innocent previous/next subsequent/preceding subsequent/prior subsequent/previous
except/including excluding/including except/especially except/particularly acceptance/rejection
direct/indirect prevent/allow hinder/help most/least greater/smaller united/divided
formal/informal official/unofficial originally/finally initially/finally strengthen/undermine
support/undermine currently/previously currently/formerly current/previous current/former
today/yesterday since/until centralized/decentralized centralised/decentralised friendly/hostile
moderate/extreme underestimate/overestimate inclusion/exclusion mainstream/fringe
advantage/disadvantage trust/distrust vertical/horizontal military/civilian ban/legalise
ban/legalize arm/disarm release/withhold enter/exit condemn/welcome condemn/praise welcome/reject
won/lost shun/embrace shun/adopt shun/support denounce/endorse denounce/praise denounce/support
curb/promote curb/encourage curb/foster tame/fuel counter/promote counter/support counter/fuel
banned/allowed banned/permitted revise/retain revise/keep confusion/clarity missing/available
missing/present suffer/benefit achievement/failure ignore/include ignore/consider override/uphold
override/follow huge/small huge/tiny large/tiny sole/shared release/conceal escalate/calm
tighten/loosen tighten/relax strict/lax robust/fragile ample/scarce abundant/scarce
surplus/deficit transparent/opaque stable/unstable voluntary/forced legitimate/illegitimate
willing/reluctant eager/reluctant proactive/passive expire/begin expire/start unclear/clear
uncertain/certain well/badly well/poorly easily/hardly debunk/endorse debunk/confirm
dismantle/build dismantle/strengthen dilute/strengthen dilute/tighten regulate/deregulate
harmony/discord hostile/supportive critical/unimportant crucial/unimportant important/trivial
vital/unimportant essential/optional beneficial/harmful reactive/preventive
piecemeal/comprehensive fragmented/unified fragmented/coherent recent/old recently/formerly
growing/shrinking worsening/improving unprecedented/usual fed/pleased tolerate/reject
embrace/reject sympathy/hostility praise/blame condemn/support isolate/integrate integrate/exclude
reintegrate/exclude secure/endanger protect/endanger enforce/ignore encourage/forbid with/without
expand/narrow widen/narrow unify/fragment close/far near/distant double/halve doubled/halved
suspend/renew suspend/restore suspend/grant revoke/renew revoke/grant admit/deny admitted/denied
convicted/acquitted promptly/late openness/secrecy continued/ended hide/openness hiding/openness
usual/exceptional forbid/let ban/let forbidden/allowed oblige/allow obliged/allowed oblige/permit
require/allow different/alike different/similar different/equal differently/alike accuse/defend
accused/defended accuse/clear distrust/confidence mistrust/confidence voluntary/obliged
willing/refuse willing/refusing willing/unwilling eager/refuse agree/refuse agreed/refused
guilty/acquitted allies/enemies ahead/behind upstream/downstream
"""
"""More such pairs, for comparing a sentence with its source."""
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
    pairs = [tuple(pair.split("/")) for pair in _FURTHER.split()]
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
