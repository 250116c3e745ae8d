"""Closed lists of English verbs: those that end a noun phrase, and irregular participles."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.english import AUXILIARIES
from rag.tokens import IRREGULAR as PAST_FORMS
from rag.tokens import Token

PLAIN_VERBS = frozenset(
    "accept achieve acquire adopt affect afford agree allocate allow appear apply appoint "
    "approve argue arrange arrive ask assess assist assume attend avoid become begin "
    "believe belong borrow bring build buy calculate carry certify choose classify close "
    "collect come compensate compete compile comply concern conduct confirm consider "
    "consist consult consume contain continue contribute convene convert convince cooperate "
    "coordinate cover create crush decide declare dedicate defend define delete deliver "
    "demand deny depend deploy deprive describe deserve destroy detain detect determine "
    "develop devote differ disclose discourage discuss dismiss dispose dissolve distinguish "
    "distribute divide do earn educate elect eliminate emerge emit emphasise emphasize "
    "employ enable encourage endorse enforce engage enhance enjoy ensure enter establish "
    "evaluate examine exceed exclude exist expand expect expel expire explain explore "
    "expose express extend extract face facilitate fail feel finish follow forbid fulfil "
    "gain gather generate get give go govern grow handle happen have hear help hire hold "
    "identify ignore implement imply impose improve include increase incur inform inherit "
    "inspect install instruct integrate interpret introduce invest investigate invite "
    "involve issue join justify keep know lack lead learn leave lend let lie like live lose "
    "maintain make manage mean mediate meet mention merge migrate modify monitor motivate "
    "need neglect negotiate nominate notify oblige obtain occur offer open operate oppose "
    "organise organize overcome oversee own participate pay penalise penalize perform "
    "persist pollute ponder postpone practise predict prefer prepare prescribe prevent "
    "prioritise prioritize proceed procure produce prohibit promise promote propose "
    "prosecute protect provide publish punish pursue put qualify raise ratify reach react "
    "read rebuild receive recognise recognize recommend recover recruit recycle "
    "redistribute reduce refer refuse regard regulate rehabilitate reinforce reintegrate "
    "reject relate relocate rely remain remind remove renew repay repeal replace represent "
    "require resettle resign resist resolve respond restore restrict retain retire reveal "
    "revise revoke rise run say see seek seem select sell send serve set settle shape show "
    "simplify solve speak spend stabilise stabilize stand start stay stop strengthen submit "
    "subsidise subsidize succeed suffer suggest supervise suppose suppress survive suspend "
    "sustain tackle take talk teach tell tend terminate think threaten transform treat try "
    "undermine understand undertake unite urge vaccinate validate verify view violate wait "
    "want warn weaken widen win withdraw withhold worry write".split()
)
"""Base forms that seldom end a noun phrase: "plan" or "report" isn't one of them."""

PARTICIPLES = {
    "began": "begun",
    "bought": "bought",
    "brought": "brought",
    "built": "built",
    "caught": "caught",
    "chose": "chosen",
    "did": "done",
    "drew": "drawn",
    "found": "found",
    "gave": "given",
    "held": "held",
    "kept": "kept",
    "led": "led",
    "lost": "lost",
    "made": "made",
    "paid": "paid",
    "put": "put",
    "ran": "run",
    "said": "said",
    "saw": "seen",
    "sent": "sent",
    "set": "set",
    "sold": "sold",
    "taught": "taught",
    "told": "told",
    "took": "taken",
    "won": "won",
    "wrote": "written",
}
"""Of verbs in the past, what follows "was"; of others it is the past itself, in -ed."""

IRREGULAR = frozenset(PARTICIPLES.values()) | frozenset(
    "bound cut shut left spent hit beaten broken driven forbidden frozen hidden known shown spoken "
    "stolen sworn thrown worn withdrawn grown hurt met read understood split spread".split()
)
"""Participles that don't end in -ed."""

SAYING = frozenset(
    "say says said think thinks thought mention mentions mentioned argue argues argued believe "
    "believes believed recommend recommends recommended suggest suggests suggested state stated "
    "note noted claim claimed tell tells told write writes wrote report reported discuss discussed "
    "propose proposed see sees saw feel feels felt know knows knew mean means meant agree agreed "
    "rule ruled decide decides decided find finds found announce announces announced promise "
    "promised conclude concluded observe observed warn warned advise advised "
    "explain explained".split()
)
"""What comes behind is said, seen or thought by the subject, which is then seldom the topic."""


ACTING = SAYING | frozenset(
    "meet met convene convened vote voted gather gathered resign resigned elect elected appoint "
    "appointed debate debated negotiate negotiated consult consulted object objected oppose "
    "opposed disagree disagreed criticise criticised criticize criticized demand demanded ask "
    "asked insist insisted complain complained refuse refused want wanted prefer preferred "
    "consider considered assume assumed fear feared doubt doubted call called".split()
)
"""What people and bodies of people do, and no plan, place or thing."""

RECIPROCAL = frozenset(
    "agree disagree differ compare conflict overlap contradict coincide compete cooperate "
    "interact relate diverge".split()
)
"""What two do with each other: "how do they differ" lacks nothing."""


PAST = frozenset(PAST_FORMS) - frozenset(
    "dead death deaths children women men defense usa us uk is are am has".split()
)
"""Irregular forms of the past and participles; not the nouns and names of that list."""


_COMPLETE = re.compile(
    r"\w*(?:[aeiou]{2}[lmnprtdk]|[nsclprxf]t|[nlr]d|[cs]h|[clr]k|ll|ss|mp|rn|w|x)"
)
"""Stems of a verb in "-ed" that lack no "e": "repair", "fund", "mark"; not "caus" or "chang"."""


def base_of(verb: str) -> str | None:
    """Give "fund" of "funds" or "funded", in lower case; None where the spelling is unclear."""
    if verb in PAST:
        return PAST_FORMS[verb]
    if verb.endswith("s") and not verb.endswith("ss"):
        stems = [f"{verb[:-3]}y"] if verb.endswith("ies") else []
        stems += [verb[:-2]] if verb.endswith(("shes", "ches", "xes", "sses", "oes")) else []
        return (*stems, verb[:-1])[0]
    if not verb.endswith("ed"):
        return None
    stem = verb[:-2]
    stems = [stem, verb[:-1], verb[:-3], f"{verb[:-3]}y"]
    known = next((one for one in stems if one in PLAIN_VERBS), None)
    return known or (stem if _COMPLETE.fullmatch(stem) else None)


def could_have_verb(words: Sequence[Token]) -> bool:
    """Say whether any word could be a finite verb; where none could, it's no sentence.

    Generous: a plural noun passes for a verb in "-s".
    """
    return any(
        token.word in _FORMS
        or (
            token.word.endswith(("ed", "s")) and not token.capital and not token.word.endswith("ss")
        )
        for token in words
    )


_FORMS = AUXILIARIES | PLAIN_VERBS | frozenset(PARTICIPLES) | frozenset(PAST_FORMS)
