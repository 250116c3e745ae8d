"""What a question is made of: words that ask, words that must be found, names and numbers."""

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
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def without_question_words(question: str) -> str:
    """Give the question less the words that only ask; whole if nothing else is in it.

    They occur in most questions and in few policy texts, so BM25 would take
    a "what" or "did" in a passage for a rare and telling word.
    """
    return " ".join(word for word in WORD.findall(question) if not only_asks(word)) or question


def only_asks(word: str) -> bool:
    """Say whether a word only asks: "what", and "what's" and "I'm" as well."""
    return word.lower() in QUESTION_WORDS or re.split("['’]", word.lower())[0] in QUESTION_WORDS


def content_words(question: str) -> tuple[str, ...]:
    """List the distinct words that a passage should hold, as written, in order."""
    asking = QUESTION_WORDS | TIME_WORDS | COUNT_WORDS
    words = (word for word in WORD.findall(question) if word.lower() not in asking)
    return tuple({word.lower(): word for word in words}.values())


def numbers(text: str) -> frozenset[str]:
    """Collect the numbers in a text, thousands separators taken out."""
    return frozenset(found.replace(",", "").rstrip(".") for found in NUMBER.findall(text))
