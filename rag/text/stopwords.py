"""Words that say little about what a text is about, and how a word is written."""

from __future__ import annotations

import re

QUESTION_WORDS = frozenset(
    "what which who whom whose when where why how do does did done doing is are was were be been "
    "has have had having can could would should shall will may might must i me my we us our you "
    "your he she his her him its it they them their there here please tell give show list name "
    "describe explain say says said mention mentioned state stated according document documents "
    "paper papers text source sources brief about any some many much more most kind sort way the a "
    "an of in on at to for from by with and or not no if than then that this these those as into "
    "also just ever exactly really actually everything anything all each every collect "
    "overview".split()
)
FUNCTION_WORDS = frozenset(
    "a an and are as at be but by for if in into is it no not of on or such that the their then "
    "there these they this to was will with".split()
)
"""Words that the word index leaves out, too: Lucene's English stop words."""
LIGHT_WORDS = frozenset(
    "people person persons man men woman women thing things way ways part role place case cases "
    "work working think thinks thought believe feel feels felt view views opinion get gets got "
    "give given make makes made take takes taken use used using need needs want happen happens "
    "happened go goes went come comes came know known see seen look put become became good bad "
    "new old big large great first last next other others another same different before after "
    "during within among between against include includes including involve involved".split()
)
"""Words so common in English that their absence from a passage says little."""
TIME_WORDS = frozenset({"year", "date", "day", "month", "when"})
COUNT_WORDS = frozenset({"number", "many", "much", "total", "count"})
WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
