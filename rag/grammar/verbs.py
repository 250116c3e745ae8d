"""Closed lists of English verbs: those that end a noun phrase, and irregular participles."""

from __future__ import annotations

from collections.abc import Sequence

from rag.english.vocabulary import AUXILIARIES
from rag.text.tokens import IRREGULAR, Token

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

PARTICIPLES = frozenset(
    "begun bound beaten bought broken brought built caught chosen cut done drawn driven "
    "forbidden found frozen given grown held hidden hit hurt kept known led left lost made met "
    "paid put read run said seen sent set shown shut sold spent split spoken spread stolen sworn "
    "taught thrown told taken understood withdrawn won worn written".split()
)
"""Irregular participles."""


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


_FORMS = AUXILIARIES | PLAIN_VERBS | PARTICIPLES | frozenset(IRREGULAR)
