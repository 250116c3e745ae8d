"""Closed lists of English verbs: those that end a noun phrase, and irregular participles."""

from __future__ import annotations

PLAIN_VERBS = frozenset(
    "accept achieve acquire adopt affect afford agree allow appear apply appoint argue "
    "arrive ask assess assume avoid become begin believe belong bring build buy carry "
    "choose collect come comply concern consider consist contain continue contribute "
    "convene create cover decide close define deliver demand deny depend describe deserve "
    "destroy determine develop differ discuss distinguish earn emerge emphasise emphasize "
    "employ enable encourage enforce ensure enter establish exclude exist expand expect "
    "expire explain explore express face fail feel follow gain generate get give go govern "
    "grow handle happen have hear help hold identify ignore implement imply impose improve "
    "include increase inform introduce involve issue join keep know lack lead learn leave "
    "let lie live lose maintain make manage mean meet mention monitor obtain occur offer "
    "open oppose own participate pay perform persist ponder prefer prepare prevent proceed "
    "produce prohibit promise promote propose protect provide publish punish put qualify "
    "raise reach read receive recognise recognize recommend reduce refer refuse regard "
    "regulate reject rely remain remove repeal replace represent require respond rise run "
    "say see seek seem sell send serve set show speak spend stand start stay stop submit "
    "succeed suffer suggest supervise suppose survive take talk teach tell tend think "
    "threaten treat try understand undertake view violate wait want warn win worry write "
    "need like do".split()
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
    "cut shut left spent hit beaten broken driven forbidden frozen hidden known shown spoken "
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
