"""Closed lists of general English: words that ask, words that count, months, roles, markers."""

from __future__ import annotations

import re

from rag.english.word_lists import phrases, words

WORD = re.compile(r"[^\W_]+(?:[-'’.&][^\W_]+)*")

AUXILIARIES = frozenset(words("vocabulary", "auxiliaries"))
PREPOSITIONS = frozenset(words("vocabulary", "prepositions"))
DETERMINERS = frozenset(words("vocabulary", "determiners"))
PRONOUNS = frozenset(words("vocabulary", "pronouns"))
CONJUNCTIONS = frozenset(words("vocabulary", "conjunctions"))
FUNCTION_WORDS = AUXILIARIES | PREPOSITIONS | DETERMINERS | PRONOUNS | CONJUNCTIONS
ASKING_WORDS = frozenset(words("vocabulary", "asking_words"))
LIGHT_WORDS = frozenset(words("vocabulary", "light_words"))
GENERAL_WORDS = LIGHT_WORDS | frozenset(words("vocabulary", "general_words"))
"""Words that say little of what a question is about."""

MONTHS = words("vocabulary", "months")
NUMBER_WORDS = frozenset(words("vocabulary", "number_words"))
ORDINALS = frozenset(words("vocabulary", "ordinals"))
FREQUENCIES = words("vocabulary", "frequencies")
TIME_UNITS = "second minute hour day week month year decade century quarter season night".split()

DATE_NOUNS = frozenset(words("vocabulary", "date_nouns"))
COUNT_NOUNS = frozenset("number numbers count total toll tally figure quantity".split())
MONEY_NOUNS = frozenset(words("vocabulary", "money_nouns"))
MONEY_VERBS = frozenset("cost costs spend spent pay paid earn earned charge charged owe".split())
PERCENT_NOUNS = frozenset("percentage percent proportion share fraction".split())
MEASURE_NOUNS = frozenset(words("vocabulary", "measure_nouns"))
MEASURE_ADJECTIVES = frozenset(words("vocabulary", "measure_adjectives"))
PERSON_NOUNS = frozenset(words("vocabulary", "person_nouns"))
PLACE_NOUNS = frozenset(words("vocabulary", "place_nouns"))
ORGANISATION_NOUNS = frozenset(words("vocabulary", "organisation_nouns"))
NAMED_NOUNS = ORGANISATION_NOUNS | frozenset(words("vocabulary", "named_nouns"))
REASON_NOUNS = frozenset(words("vocabulary", "reason_nouns"))
LAW_NOUNS = frozenset(words("vocabulary", "law_nouns"))
ROLE_NOUNS = frozenset("post position office title rank occupation profession".split())
IMPERATIVES = frozenset(words("vocabulary", "imperatives"))
GENERIC_NOUNS = frozenset("people persons individuals things items times members".split())
"""Nouns under which much may be counted: what a figure counts needn't be near them."""
KIND_NOUNS = frozenset("kind kinds sort sorts type types form forms".split())
SAYING_VERBS = frozenset(words("vocabulary", "saying_verbs"))
OFFICES = frozenset(words("vocabulary", "offices"))
SPEAKERS = re.compile(
    r"\b(?:an?other|one|some|others|an?|the|many|several|he|she|they|few)(?: [a-z]+)?(?= (?:"
    + "|".join(sorted(SAYING_VERBS))
    + r"|called|agreed|shared|questioned|urged|proposed|asked|demanded|complained)\b)",
    re.IGNORECASE,
)
OFFICE_ENDING = re.compile(r"(?:[^aeiou]er|or|ist|ant|ian|man|woman|ees?|ers|ors|ists|ians)$")

REASON_MARKERS = re.compile(
    r"\b(?:because|since|due to|owing to|in order to|so that|so as to|as a result|thanks to|"
    r"therefore|thus|hence|given that|on account of|out of|for the purpose|to (?=[a-z]+\b)|"
    r"reasons?|caused? by|led to|leads? to|resulted? in|driv\w+|prevent\w*|on suspicion|wake of|"
    r"attributed|responsible for|for (?=[a-z]+ing\b)|motivat\w+|as (?=\w+ (?:is|are|was|were))|"
    r"in (?:the )?(?:light|view) of|in response to|prompted by|stem(?:s|med)? from|"
    r"on the grounds?)",
    re.IGNORECASE,
)
CAUSES = re.compile(
    r"\b(?:because|due to|owing to|thanks to|on account of|as a result of|caused by|prompted by|"
    r"in (?:the )?(?:light|view|wake) of|in response to|attributed to|stem(?:s|med)? from|"
    r"on the grounds?|so that|in order to)\b",
    re.IGNORECASE,
)
"""Those of them that mean nothing else."""
MANNER_MARKERS = re.compile(
    r"\b(?:by (?=(?:[a-z]+ )?[a-z]+ing\b)|through|via|using|by means of|with|by|[a-z]{3,}ly|"
    r"such that|allow\w*|enabl\w*|in order|process|method|way|should|shall|must)\b",
    re.IGNORECASE,
)

PERSONS = tuple(phrases("vocabulary", "persons"))
PLACES = tuple(phrases("vocabulary", "places"))
ORGANISATIONS = tuple(phrases("vocabulary", "organisations"))
THINGS = tuple(phrases("vocabulary", "things"))
"""Well-known names of four kinds: a name is taken to be of the kind whose names it's nearest to."""

TYPE_NOUNS = words("vocabulary", "type_nouns")
"""Nouns for kinds of things, far apart from each other: what else a name could be a name of."""
VAGUE_PLACES = frozenset("place places location venue area areas where".split())
