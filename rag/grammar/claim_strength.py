"""How strongly a sentence speaks: obligation, doubt, how often, how many, and denial. English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rag.english.vocabulary import FUNCTION_WORDS
from rag.text.tokens import Token, tokens

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
        "reportedly|allegedly|supposedly|risk|chance|unlikely|improbable|"
        "not ruled out|not been ruled out",
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
        "rarely": "rarely|seldom|rare|uncommon|hardly ever|infrequently|in few cases",
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
        "yet to|rather than|instead of|by no means|hardly|barely|scarcely|lack of|absence of|"
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
        "trying to|attempt to|attempts to|attempted to|attempting to|seek to|seeks to|"
        "sought to|seeking to|aim to|aims to|aimed to|hope to|hopes to|hoped to|plan to|"
        "plans to|planned to|planning to|mean to|means to|meant to|intend to|intends to|"
        "intended to|willing to|ready to|prepared to|promise to|promises to|promised to|"
        "pledged to|efforts to|want to|wants to|wanted to",
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
_LONGEST = 5
_BARRIERS = frozenset("which who that while because but and or whereas although though".split())
_COMPARED = frozenset("as more less most least how equally so".split())
_SKIPPED = frozenset("even yet still ever really so too very any longer be been".split())
_REACH = 5
_LY_VERBS = frozenset("supply apply rely reply comply multiply imply family assembly fly".split())


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
            if key == ("likely",) and at and words[at - 1].word in _COMPARED:
                meanings = ()  # "three times as likely"
            if _idle(words, at, key):
                meanings = ()
            if meanings and not _month(words[at], sentence):
                until = at + length
                head = _head(words, until, sentence)
                if at and words[at - 1].word == "or" and key == ("not",):
                    head = -1  # "religious or not"
                found += [Mark(scale, group, at, until, head) for scale, group in meanings]
                taken = until
                break
    return tuple(found)


def marks_of(scale: Scale, sentence: str) -> list[Mark]:
    """Give the marks of one scale."""
    return [mark for mark in marks(sentence) if mark.scale == scale]


def _idle(words: Sequence[Token], at: int, key: tuple[str, ...]) -> bool:
    """Say whether a word grades nothing: "at most ten", "would rather stay than go"."""
    before = words[at - 1].word if at else ""
    if key == ("most",):
        return before == "at"
    return key == ("rather",) and (before == "would" or any(t.word == "than" for t in words[at:]))


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
        adverb = words[i].word.endswith("ly") and words[i].word not in _LY_VERBS
        skip = words[i].word in _SKIPPED or adverb
        if words[i].weight > 0 and not skip and words[i].word not in FUNCTION_WORDS:
            return i
    return -1
