"""Closed lists of general English: words that ask, words that count, months, roles, markers."""

from __future__ import annotations

import re

WORD = re.compile(r"[^\W_]+(?:[-'’.&][^\W_]+)*")

AUXILIARIES = frozenset(
    "is are was were be been being am do does did has have had can could should shall will would "
    "may might must isn't aren't wasn't weren't don't doesn't didn't hasn't haven't can't won't "
    "wouldn't shouldn't couldn't".split()
)
PREPOSITIONS = frozenset(
    "of in on at to for from by with about against between among into onto over under through "
    "during before after within without across along near towards toward behind beyond per via "
    "until till since upon outside inside around above below beside besides despite concerning "
    "regarding as than like up off out away down back".split()
)
DETERMINERS = frozenset(
    "the a an this that these those its his her their our your my any some each every no all both "
    "either neither such another other certain several many few more most less".split()
)
PRONOUNS = frozenset(
    "i me we us you he him she her it they them who whom whose which what that there here one ones "
    "himself itself themselves someone anyone everyone nobody anybody somebody something anything "
    "nothing everything".split()
)
CONJUNCTIONS = frozenset(
    "and or but nor so yet if because while although though whereas when where why how whether "
    "that as than once unless not also too even just only ever then thus still however therefore "
    "hence moreover already".split()
)
FUNCTION_WORDS = AUXILIARIES | PREPOSITIONS | DETERMINERS | PRONOUNS | CONJUNCTIONS
ASKING_WORDS = frozenset(
    "what which who whom whose when where why how please tell give show list name names named "
    "describe explain summarise summarize summary everything anything collect say says said "
    "mention mentioned mentions stated states according document documents paper papers "
    "text texts source sources brief about exactly really actually kind kinds sort sorts type "
    "types form does did do done many much material references reference meaning".split()
)
LIGHT_WORDS = frozenset(
    "people person persons man men woman women thing things way ways part role place case cases "
    "work working think thinks thought believe feel feels felt view views opinion get gets got "
    "give given make makes made take takes took taken use used using need needs want wants happen "
    "happens happened go goes went come comes came know known see seen look looked put become "
    "became good bad new old big large great first last next during include includes including "
    "involve involved call called calls time times year years main different important example "
    "play plays played cause causes caused result results provide provides provided".split()
)

MONTHS = (
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sept sep oct nov dec"
).split()
NUMBER_WORDS = frozenset(
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred "
    "hundreds thousand thousands million millions billion billions trillion dozen dozens".split()
)
ORDINALS = frozenset(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
)
TIME_UNITS = "second minute hour day week month year decade century quarter season night".split()

DATE_NOUNS = frozenset(
    "year years date dates day days month months century centuries decade decades time period era "
    "week weekday deadline".split()
)
COUNT_NOUNS = frozenset("number numbers count total toll tally figure quantity".split())
MONEY_NOUNS = frozenset(
    "price cost costs amount sum budget fee fees fine fines salary wage income revenue money "
    "funding payment grant loan worth expenditure spending dollars rupees euros pounds".split()
)
MONEY_VERBS = frozenset("cost costs spend spent pay paid earn earned charge charged owe".split())
PERCENT_NOUNS = frozenset("percentage percent proportion share fraction".split())
MEASURE_NOUNS = frozenset(
    "rate temperature height length width depth weight size speed distance area age population "
    "capacity pressure density horsepower efficiency level score frequency volume".split()
)
MEASURE_ADJECTIVES = frozenset(
    "big large high tall far fast heavy hot cold wide small low thick quickly".split()
)
PERSON_NOUNS = frozenset(
    "person man woman king queen prince princess emperor pope saint individual people pioneer "
    "founder wife husband son daughter father mother brother sister chief head boss "
    "nickname name surname".split()
)
PLACE_NOUNS = frozenset(
    "place places country countries city cities town towns village province provinces state states "
    "region regions location venue area areas district continent nation nations county street "
    "capital island river sea building neighbourhood neighborhood".split()
)
ORGANISATION_NOUNS = frozenset(
    "organisation organization organisations organizations company companies agency agencies "
    "institute institution institutions university college party newspaper magazine team group "
    "groups outfit outfits club bank firm ministry department committee court council".split()
)
NAMED_NOUNS = ORGANISATION_NOUNS | frozenset(
    "brand language nationality religion dynasty book film song play war battle event tribe "
    "clan".split()
)
REASON_NOUNS = frozenset(
    "reason reasons cause causes purpose motive motivation explanation aim goal explains "
    "justification grounds".split()
)
LAW_NOUNS = frozenset(
    "section sections article articles law laws act statute treaty directive clause rule ordinance "
    "regulation amendment paragraph schedule code".split()
)
ROLE_NOUNS = frozenset("post position office title rank occupation profession".split())
IMPERATIVES = frozenset(
    "explain describe give list tell write show collect everything anything all summarise "
    "summarize compare recommended".split()
)
GENERIC_NOUNS = frozenset("people persons individuals things items times members".split())
"""Nouns under which much may be counted: what a figure counts needn't be near them."""
KIND_NOUNS = frozenset("kind kinds sort sorts type types form forms".split())
SAYING_VERBS = frozenset(
    "say said says argue argued argues suggest suggested suggests observe observed note noted "
    "claim claimed state stated think thought believe believed recommend recommended advise "
    "advised warn warned mention mentioned".split()
)
OFFICES = frozenset(
    "member members participant participants group minister president king queen government "
    "cabinet parliament committee ministry agency army military police court council board chief "
    "head chair author spokesperson official officials expert experts department company state "
    "users staff we service provider providers".split()
)
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
    r"attributed|responsible for|for (?=[a-z]+ing\b)|motivat\w+|as (?=\w+ (?:is|are|was|were)))",
    re.IGNORECASE,
)
MANNER_MARKERS = re.compile(
    r"\b(?:by (?=(?:[a-z]+ )?[a-z]+ing\b)|through|via|using|by means of|with|by|[a-z]{3,}ly|"
    r"such that|allow\w*|enabl\w*|in order|process|method|way|should|shall|must)\b",
    re.IGNORECASE,
)

PERSONS = tuple(
    "John Smith, Mary Johnson, Barack Obama, Ahmed Khan, Fatima Ali, Wang Wei, Maria Garcia, "
    "Charles Darwin, Peter Müller, Rajesh Kumar, Elizabeth, William, Dr Brown, Henry VIII, "
    "Yuki Tanaka, Ivan Petrov".split(", ")
)
PLACES = tuple(
    "London, Paris, Pakistan, Germany, Lahore, New York, Texas, Africa, Beijing, India, "
    "California, Punjab, North Sea, River Nile, Kenya, Manchester".split(", ")
)
ORGANISATIONS = tuple(
    "World Bank, Ministry of Finance, Oxford University, Microsoft, United Nations, "
    "National Health Authority, Institute for Policy Studies, The Daily Telegraph, Red Cross, "
    "Supreme Court, Labour Party, European Commission, Ford Motor Company, "
    "Department of Energy, Al-Qaeda, FBI".split(", ")
)
THINGS = tuple(
    "National Development Plan, Second World War, Internal Security Policy, Article Five, "
    "Renaissance, Privacy Policy, Treaty of Rome, Christianity, English, Fourth Amendment, "
    "Violent Extremism, Climate Change, Terms of Service, Education Act, Working Group, "
    "Adobe Flash".split(", ")
)
"""Well-known names of four kinds: a name is taken to be of the kind whose names it's nearest to."""

TYPE_NOUNS = (
    "city country province continent university company person newspaper language religion river "
    "agency party group plan law policy book idea event building war animal product"
).split()
"""Nouns for kinds of things, far apart from each other: what else a name could be a name of."""
VAGUE_PLACES = frozenset("place places location venue area areas where".split())
