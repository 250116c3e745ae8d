"""One definite change a sentence; none in faithful paraphrases. Nothing here is from the corpus."""

from __future__ import annotations

import pytest

from rag.text.alignment import Pair
from rag.verification.contradiction.rules import differences, proposed

CHANGED = [
    ("number", "The board shall publish at least 40 reports a year.",
     "The board shall publish 40 reports a year."),
    ("number", "Nearly half of the farmers sold their land.",
     "Nearly a third of the farmers sold their land."),
    ("number", "The levy rose by 12 per cent in 2009.", "The levy rose by 21 per cent in 2009."),
    ("number", "One of the three dams was closed.", "One of the two dams was closed."),
    ("number", "They asked for an adviser on wells, dams, mills and roads in the north.",
     "They asked for two advisers on wells, dams, mills and roads in the north."),
    ("date", "The commission met in the 1990s to discuss water.",
     "The commission met in the 1980s to discuss water."),
    ("date", "Since 2011 the province has run its own schools.",
     "Until 2011 the province has run its own schools."),
    ("date", "The levy was announced in early 2009.", "The levy was announced in late 2009."),
    ("unit", "The project cost 3 million rupees.", "The project cost 3 million dollars."),
    ("unit", "Some 900 teachers were dismissed in the district.",
     "Some 900 schools were dismissed in the district."),
    ("name", "Judges in Lahore struck the ordinance down.",
     "Judges in Quetta struck the ordinance down."),
    ("name", "The World Bank lent the money to the province.",
     "The Asian Development Bank lent the money to the province."),
    ("name", "Teachers should report such cases to the ministry.",
     "Parents should report such cases to the ministry."),
    ("negation", "The minister supported the reform of the police.",
     "The minister opposed the reform of the police."),
    ("negation", "The court found no evidence of fraud.", "The court found evidence of fraud."),
    ("negation", "The wells are not safe for drinking.", "The wells are safe for drinking."),
    ("negation", "The board called for de-militarization of the valley and its roads.",
     "The board called for militarization of the valley and its roads."),
    ("speaker", "According to the police, two men were arrested.",
     "According to residents, two men were arrested."),
    ("speaker", "It was suggested that the levy should be lowered.",
     "The minister suggested that the levy should be lowered."),
    ("speaker", "A member argued that dams are useless.", "Dams are useless."),
    ("speaker", "One member argued that dams are useless.",
     "The group argued that dams are useless."),
    ("strength", "The canal might have been closed by the flood.",
     "The canal was closed by the flood."),
    ("strength", "Provinces may levy a tax on wells.", "Provinces must levy a tax on wells."),
    ("strength", "The board should publish its reports.", "The board shall publish its reports."),
    ("strength", "Members recommended closing the camp.", "Members closed the camp."),
    ("strength", "Floods often close the canal.", "Floods close the canal."),
    ("strength", "Floods cannot close the canal.", "Floods may not close the canal."),
    ("strength", "The group discussed a levy on wells.", "The group agreed on a levy on wells."),
    ("strength", "It is unclear whether the levy helps farmers.", "The levy helps farmers."),
    ("order", "The army supports the police in the valley.",
     "The police supports the army in the valley."),
    ("order", "Wheat is cheaper than rice in the north.",
     "Rice is cheaper than wheat in the north."),
    ("order", "Floods are caused by the melting of glaciers.",
     "The melting of glaciers is caused by floods."),
    ("word", "The board of the canal met on the hill to look at the broken locks.",
     "The board of the canal met on the hill to look at the broken windows."),
]  # fmt: skip

FAITHFUL = [
    ("The board shall publish at least 40 reports a year.",
     "No fewer than forty reports a year shall be published by the board."),
    ("The report was released after the elections of 2013.",
     "After the 2013 elections, the report came out."),
    ("The army supports the police in the valley.",
     "In the valley, the police is supported by the army."),
    ("Wheat is cheaper than rice in the north.", "In the north, rice is dearer than wheat."),
    ("An expert warned that the dam could break.", "The dam might break, warned an expert."),
    ("Some villages lack a school.", "In some villages there is no school."),
    ("Members recommended closing the camp.", "The camp should be closed, members recommended."),
    ("The court found no evidence of fraud.", "No evidence of fraud was found by the court."),
    ("Khan argued that dams are useless.", "In Khan's view, dams are of no use."),
    ("It is unlikely that the levy will be lowered.",
     "The levy will probably not be lowered."),
    ("The minister failed to publish the list.", "The minister did not publish the list."),
    ("Few farmers know their rights.", "Not many farmers know what their rights are."),
    ("The ministry must not publish names without consent.",
     "Without consent, names must not be published by the ministry."),
    ("The council can only act if the mayor agrees.",
     "Unless the mayor agrees, the council cannot act."),
    ("The fund pays for wells and schools.", "Schools and wells are paid for by the fund."),
    ("Between 2001 and 2005, 300 wells were drilled.",
     "300 wells were drilled from 2001 to 2005."),
    ("The Institute of Public Wells (IPW) met in Lahore.", "IPW met in Lahore."),
    ("The member said that Lahore is the heart of the trade.",
     "The heart of the trade is Lahore, the member said."),
]  # fmt: skip


def kinds(statement: str, sentence: str) -> set[str]:
    return {found.kind for found in differences(Pair(statement, sentence))}


@pytest.mark.parametrize(("kind", "sentence", "statement"), CHANGED)
def test_a_change_is_found_with_its_kind(kind: str, sentence: str, statement: str) -> None:
    assert kind in kinds(statement, sentence)


@pytest.mark.parametrize(("sentence", "statement"), FAITHFUL)
def test_a_paraphrase_is_not_blamed(sentence: str, statement: str) -> None:
    assert kinds(statement, sentence) == set()


@pytest.mark.parametrize("sentence", sorted({row[1] for row in CHANGED}))
def test_a_sentence_does_not_differ_from_itself(sentence: str) -> None:
    assert kinds(sentence, sentence) == set()


def test_nothing_differs_that_is_about_something_else() -> None:
    assert kinds("In 2009 the mill burned.", "The levy rose by 12 per cent in 2010.") == set()


def test_a_figure_that_the_evidence_has_or_that_follows_from_it_is_not_wrong() -> None:
    pair = Pair(
        "To build the dam at the lake, 40 rupees a head were spent.",
        "It cost 30 rupees a head to build the dam at the lake.",
    )
    assert "number" in {one.kind for _, one in proposed(pair)}
    assert not proposed(pair, (), "Its gate cost 40 rupees.")
    assert not proposed(pair, (), "Of 70 rupees, 30 were left.")


def test_weaker_words_are_no_difference_in_a_reworded_sentence() -> None:
    sentence = "All obligations of the tenant shall survive the end of this lease for two years."
    assert not proposed(
        Pair("After the lease some of the tenant’s obligations may survive.", sentence)
    )


def test_only_one_of_several_is_found_in_other_words() -> None:
    sentence = "Licences are given for nets, traps and lines, whoever asks for them in time."
    (found,) = differences(Pair("A licence is to be had only for lines.", sentence))
    assert found.kind == "strength"
    assert "only" in found.reason
    assert not differences(Pair("A licence is to be had for lines.", sentence))


def test_the_reason_names_both() -> None:
    (found,) = differences(Pair("The levy rose in 2009.", "The levy rose in 2010."))
    assert found.reason == "it says “2009”, the source “2010”"
