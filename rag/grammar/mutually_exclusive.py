"""Words of one kind of which one can't stand for another: the police aren't the army.

Sets of general English; words with a slash between them are one and the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from rag.text.tokens import root

_SETS = """
police military/army navy parliament/legislature cabinet judiciary/court senate assembly \
media/press state/government ranger militia tribunal municipality
minister president governor mayor king queen emperor prime chancellor ambassador secretary chairman
judge lawyer/attorney student/pupil teacher parent parliamentarian/lawmaker/legislator \
journalist/reporter doctor/physician nurse farmer trader soldier/troop police cleric/imam/priest \
engineer scholar/academic worker/employee/labourer/laborer official/bureaucrat politician \
general taxpayer voter prisoner refugee
militant soldier civilian criminal policeman separatist/secessionist insurgent extremist hostage \
victim
ministry office department commission committee council board bureau secretariat
school university/college hospital mosque madrassa church temple prison bank library factory court
country/nation province district city/town village continent region border capital
individual/person/people organization/organisation/group/outfit company/firm party union
religious ethnic political economic military judicial cultural legal financial technical \
environmental medical linguistic sectarian tribal
education health defence/defense finance trade agriculture energy transport justice sport tourism
federal/central provincial local municipal global regional
interior foreign finance defence/defense information law health education
law policy treaty plan ordinance budget election referendum
father mother son daughter brother sister husband wife uncle aunt
man woman child youth elder
second minute hour day week month year decade century quarter
north south east west
northern southern eastern western
spring summer autumn/fall winter
monday tuesday wednesday thursday friday saturday sunday
morning afternoon evening night
yesterday today tomorrow
red green blue yellow black white orange brown
once twice thrice
land sea air
gold silver bronze copper iron
oil gas coal water electricity
wheat rice cotton sugar maize/corn
muslim christian hindu jew sikh buddhist
blasphemy terrorism murder theft fraud corruption treason kidnapping smuggling
security economy/economic education health trade environment
urdu english punjabi sindhi pashto arabic french german
he/him she/her
i we you
metre/meter mile kilometre/kilometer foot inch
kilogram/kilo pound ton/tonne ounce gram
import export
murder suicide accident
winter summer
army navy
primary secondary tertiary
annual/yearly monthly weekly daily hourly quarterly
junior senior
inner outer
oral written
married single divorced widowed
paternal maternal
"""


def _read() -> Mapping[str, tuple[tuple[int, int], ...]]:
    found: dict[str, tuple[tuple[int, int], ...]] = {}
    for kind, line in enumerate(_SETS.strip().split("\n")):
        for number, group in enumerate(line.split()):
            for word in group.split("/"):
                found[root(word)] = (*found.get(root(word), ()), (kind, number))
    return found


_KINDS = _read()


@lru_cache(maxsize=65536)
def excluding(one: str, other: str) -> bool:
    """Say whether two stems are of one kind and not the same; unsure ones aren't."""
    ours, theirs = dict(_KINDS.get(one, ())), dict(_KINDS.get(other, ()))
    shared = ours.keys() & theirs.keys()
    return bool(shared) and all(ours[kind] != theirs[kind] for kind in shared)


_SORTS = (
    "people persons individuals person names men citizens",
    "outfits organisations organizations groups bodies entities",
    "meetings sessions gatherings", "years yrs", "members participants attendees",
    "big large huge great", "biggest largest greatest", "small little", "begin start commence",
    "began started commenced", "buy purchase", "buying purchasing", "help assist aid",
    "show demonstrate", "part portion", "kinds types sorts", "kind type sort", "need require",
    "use employ utilise utilize", "used employed utilised utilized", "also too", "main chief",
    "allow let permit enable", "topic subject", "vary range", "installing fitting",
    "consists composed", "talk speak", "said stated", "saying stating", "stop halt", "end finish",
    "goal aim objective target", "goals aims objectives targets", "method approach way",
    "problem issue", "problems issues", "challenges problems issues", "moved relocated",
    "books novels", "movie film", "movies films", "build construct", "built constructed",
    "get obtain", "gets obtains", "give provide", "gives provides", "given provided",
    "space room", "among amongst", "nation country", "nations countries", "states countries",
    "killed slain", "children kids", "child kid", "fast quick", "quickly rapidly",
    "important significant", "various different", "several various", "banned proscribed",
    "ban proscribe", "prohibited banned", "militants fighters", "different distinct",
    "answer reply", "choose select", "chosen selected", "work job", "area region",
    "areas regions", "whole entire", "usual customary", "near close", "become turn",
    "transform turn", "carry conduct", "deal cope", "defence defense", "terror terrorism",
    "counterterror counterterrorism", "explore examine", "explored examined",
    "discussed debated deliberated", "look see", "called named", "asks demands", "told informed",
    "rise increase", "rises increases", "fall decrease", "falls decreases", "enough sufficient",
    "shows demonstrates", "suggests indicates", "suggest indicate",
)  # fmt: skip


_SORT_OF: dict[str, set[int]] = {}


for _number, _line in enumerate(_SORTS):
    for _word in _line.split():
        _SORT_OF.setdefault(_word, set()).add(_number)


def one_sort(one: str, other: str) -> bool:
    """Say whether two words (lower case) are known to mean the same, or nearly."""
    return bool(_SORT_OF.get(one, set()) & _SORT_OF.get(other, set()))
