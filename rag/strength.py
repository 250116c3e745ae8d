"""How strongly a sentence speaks: obligation, doubt, how often, how many, and denial. English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rag.english import FUNCTION_WORDS, OPPOSITES
from rag.tokens import Token, root, tokens

Scale = Literal[
    "modal", "often", "extent", "many", "denial", "doubt", "proof", "deed", "hearsay", "attempt",
    "time",
]  # fmt: skip

_PHRASES: Mapping[Scale, Mapping[str, str]] = {
    "modal": {
        "must": "must|shall|has to|have to|had to|required|obliged|mandatory|compulsory|obligatory",
        "should": "should|ought|advisable|desirable|supposed to|call for|calls for|called for|"
        "calling for|recommend|recommends|recommended|recommending|recommendation|urge|urges|"
        "urged|advise|advises|advised|advice|suggest|suggests|suggested|propose|proposes|"
        "proposed|proposal|want|wants|wanted|wish|wishes|wished|better|in favour of|in favor of",
        "need": "need|needs|needed|necessary|essential|vital|crucial|require|requires",
        "may": "may|might|could|perhaps|possibly|maybe|potentially|conceivably|likely|probably|"
        "presumably|seem|seems|seemed|appear|appears|appeared|apparently|possible|possibility|"
        "reportedly|allegedly|supposedly|risk|chance|unlikely|improbable",
        "can": "can|able to|capable of",
        "will": "will|going to|certain to|bound to|sure to",
        "would": "would",
    },
    "often": {
        "always": "always|invariably|every time|constantly|in all cases|without exception|"
        "at all times|all the time|permanently",
        "usually": "usually|generally|normally|typically|as a rule|in most cases|most often|"
        "for the most part|tend to|tends to|tended to|commonly|ordinarily|mostly|customarily|"
        "in general|most of the time",
        "often": "often|frequently|regularly|oftentimes|many times|repeatedly|in many cases|"
        "time and again",
        "sometimes": "sometimes|occasionally|at times|now and then|from time to time|"
        "in some cases|on occasion",
        "rarely": "rarely|seldom|hardly ever|infrequently|in few cases",
        "never": "never|at no time",
    },
    "extent": {
        "wholly": "wholly|entirely|completely|fully|totally|solely|only|exclusively|purely|"
        "no one but|nobody but|none but|no other|"
        "altogether|sole|exclusive|nothing but|utterly",
        "merely": "merely|just|simply|only",
        "largely": "largely|mainly|mostly|chiefly|primarily|predominantly|predominately|"
        "overwhelmingly|"
        "for the most part|to a large extent|in large part|principally|by and large|"
        "essentially|above all|overwhelming",
        "partly": "partly|partially|somewhat|to some extent|in part|slightly|to a degree|"
        "to a certain extent|rather",
        "necessarily": "necessarily|inevitably",
        "nearly": "nearly|almost|virtually|practically|in effect|in practice",
    },
    "many": {
        "all": "all|every|each|everyone|everybody|entire|whole|any",
        "most": "most of|majority|most",
        "many": "many|numerous|a lot of|lots of|a large number of|multitude|a great many|"
        "countless|scores of|plenty of|much|host of|a range of",
        "some": "some|certain|a few|a handful of|a couple of",
        "several": "several|a number of|various",
        "few": "few|little|hardly any|only a few|a minority|not many|not much",
        "no": "no|none|nobody|nothing",
    },
    "denial": {
        "not": "not|never|no|none|neither|nor|nobody|nothing|without|no longer|fail to|not to|"
        "fails to|failed to|failing to|refuse to|refused to|refuses to|unable to|far from|"
        "rather than|instead of|by no means|hardly|barely|scarcely|lack of|absence of|"
        "cease to|ceased to|nowhere",
    },
    "doubt": {
        "doubt": "unclear|uncertain|unknown|doubtful|questionable|whether|remains to be seen|"
        "not clear|not certain|not known|in doubt|open question|if|unsure|no evidence|doubt|"
        "doubts|doubted|question|wonder|wondered|asking",
    },
    "proof": {
        "proves": "prove|proves|proved|proven|confirm|confirms|confirmed|establish|demonstrate|"
        "demonstrates|demonstrated|guarantee|guarantees|guaranteed|ensure that",
        "suggests": "indicate|indicates|indicated|suggest|suggests|suggested|imply|implies|"
        "implied|hint|hints|hinted|appear|appears|seem|seems",
    },
    "hearsay": {
        "said": "so called|accused of|alleged|allegedly|supposedly|reportedly|seen as|regarded as|"
        "considered|believed to|said to|thought to|suspected of|perceived as|viewed as|deemed|"
        "reputed|rumoured|rumored|purported|claimed to|claims to|claim to",
    },
    "attempt": {
        "tries": "struggle to|struggles to|struggled to|struggling to|try to|tries to|tried to|"
        "trying to|attempt to|attempts to|attempted to|attempting to|seek to|seeks to|sought to|"
        "seeking to|aim to|aims to|aimed to|hope to|hopes to|hoped to|plan to|plans to|"
        "planned to|planning to|intend to|intends to|intended to|willing to|ready to|prepared to|"
        "promise to|promises to|promised to|pledged to|efforts to|want to|wants to|wanted to",
    },
    "time": {
        "now": "currently|at present|now|presently|today|nowadays|at the moment|these days",
        "before": "previously|formerly|earlier|in the past|until recently|at one time|once",
        "later": "later|in the future|in future|soon|subsequently",
        "for a while": "for a while|for a time|temporarily|briefly|for now|for the moment",
        "for ever": "for good|for ever|forever|permanently|indefinitely",
    },
    "deed": {
        "decided": "agree|agreed|agrees|decide|decided|decides|conclude|concluded|concludes|"
        "resolve|resolved|adopted|settled|approved|endorsed|decision|agreement|consensus|"
        "unanimously|ruled|laid down|set out|drew up|determined|fixed",
        "discussed": "discuss|discussed|discusses|debate|debated|debates|explore|explored|"
        "exploring|consider|considered|ponder|pondered|deliberate|deliberated|brainstormed|"
        "examined|reviewed|looked|talked|asked|weighed|discussion|discussions|addressed",
    },
}  # fmt: skip
_SAID_AS_DENIAL = frozenset(
    "deny denies denied reject rejects rejected oppose opposes opposed dispute disputes disputed "
    "doubt doubts doubted refute refuted disagree disagreed contradict contradicted".split()
)
_LONGEST = 5
_BARRIERS = frozenset("which who that while because but and or whereas although though".split())
_SKIPPED = frozenset("even yet still ever really so too very any longer be been".split())
_REACH = 5


@dataclass(frozen=True, slots=True)
class Mark:
    """Words that say how strongly, and the word that they bear on.

    ``at`` and ``until`` are indices of tokens; ``head`` is that of the next telling word, or -1.
    """

    scale: Scale
    group: str
    at: int
    until: int
    head: int


def _table() -> Mapping[tuple[str, ...], tuple[tuple[Scale, str], ...]]:
    found: dict[tuple[str, ...], tuple[tuple[Scale, str], ...]] = {}
    for scale, groups in _PHRASES.items():
        for group, phrases in groups.items():
            for phrase in phrases.split("|"):
                key = tuple(phrase.split())
                found[key] = (*found.get(key, ()), (scale, group))
    return found


_TABLE = _table()


@lru_cache(maxsize=2048)
def marks(sentence: str) -> tuple[Mark, ...]:
    """Find the words of a sentence that say how strongly, how often, how many or that deny."""
    words = tokens(sentence)
    found: list[Mark] = []
    taken = -1
    for at in range(len(words)):
        if at < taken:
            continue
        for length in range(min(_LONGEST, len(words) - at), 0, -1):
            key = tuple(token.word for token in words[at : at + length])
            meanings = _TABLE.get(key, ())
            if key == ("has", "to") and [t.word for t in words[at + 2 : at + 3]] == ["do"]:
                meanings = ()  # "has to do with"
            if meanings and not _month(words[at], sentence):
                until = at + length
                head = _head(words, until, sentence)
                if at and words[at - 1].word == "or" and key == ("not",):
                    head = -1  # "religious or not"
                found += [Mark(scale, group, at, until, head) for scale, group in meanings]
                taken = until
                break
    return tuple(found)


def _month(token: Token, sentence: str) -> bool:
    """Say whether "May" is the month here: written large, and no sentence's first word."""
    if token.word != "may" or not token.capital:
        return False
    return not token.first or sentence[token.end : token.end + 2].strip().isdigit()


def _head(words: Sequence[Token], at: int, sentence: str) -> int:
    """Give the index of the next word that tells something, in the same clause; -1 without."""
    for i in range(at, min(at + _REACH, len(words))):
        between = sentence[words[at - 1].end : words[i].start]
        if words[i].word in _BARRIERS or any(mark in between for mark in ";:()"):
            return -1
        skip = words[i].word in _SKIPPED or (words[i].word.endswith("ly"))
        if words[i].weight > 0 and not skip and words[i].word not in FUNCTION_WORDS:
            return i
    return -1


def denies(token: Token) -> bool:
    """Say whether a verb of saying denies what follows."""
    return token.word in _SAID_AS_DENIAL


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
guilty/acquitted dead/alive allies/enemies ahead/behind upstream/downstream
"""
_PREFIXES = ("un", "in", "im", "ir", "il", "dis", "non", "de", "mis", "anti", "counter")


def _opposites() -> Mapping[str, frozenset[str]]:
    pairs = [tuple(pair.split("/")) for pair in _MORE_OPPOSITES.split()]
    found: dict[str, set[str]] = {}
    for one, other in (*OPPOSITES, *pairs):
        a, b = root(one), root(other)
        if a != b:
            found.setdefault(a, set()).add(b)
            found.setdefault(b, set()).add(a)
    return {word: frozenset(others) for word, others in found.items()}


_OPPOSED = _opposites()


@lru_cache(maxsize=65536)
def opposed(one: str, other: str) -> bool:
    """Say whether two words (lower case) are opposites: listed, or one denies the other by prefix.

    "militarization" and "demilitarization", "affected" and "unaffected".
    """
    a, b = root(one), root(other)
    if b in _OPPOSED.get(a, ()):
        return True
    short, long = sorted((one, other), key=len)
    if len(short) < 4 or len(long) - len(short) > 7:
        return False
    return any(
        long.startswith(prefix)
        and (long[len(prefix) :] == short or root(long[len(prefix) :]) == root(short))
        for prefix in _PREFIXES
    )
