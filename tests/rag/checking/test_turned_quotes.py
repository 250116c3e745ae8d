"""What an ellipsis drops and a bracket puts in, in documents of several kinds."""

from __future__ import annotations

import pytest

from rag.checking.turned_quotes import turns
from rag.text.quote_matching import exact

CLINIC = """\
Nurses may give the first dose without a doctor's order. A second dose must not be given \
within six hours of the first.

If the patient is under twelve, the dose is halved. The ward sister, who is not on duty at \
night, keeps the keys of the cabinet.

Most of the visitors wash their hands at the door. Only senior staff may open the cabinet.

One porter said that the lifts fail every week. Dr Lund argued that the lifts are safe.

The clinic treated more than 4,000 people in 2017, and nearly half of them came by bus. It is \
not true that the clinic turned anyone away.

Visits end at eight, unless the ward sister agrees. The clinic tried to hire three midwives, \
but found one.

She opened the east wing in 2015. The canteen, which seats 60, the laundry and the chapel are \
in the east wing.

The board rejected the plan for a second clinic. It has eleven members, not counting the \
chair, and meets in May.
"""
RAIL = """\
The inspectors reported that the signal failed twice. The driver denied that he had passed it \
at red.

Passengers were told, rather late, to leave the train. No passenger was allowed to leave the \
platform without a ticket.

Trains on the branch line should not run at night. Some of the drivers had worked for fourteen \
hours.

The company shall pay the fine within thirty days, provided that the court has confirmed it. \
The fine is 90,000 crowns for each day of delay.

The report does not blame the signalman. It blames the timetable, the weather and the age of \
the rails.

Witnesses rarely agree on the speed of a train. The committee was unable to establish the \
cause of the fire.

According to the union, the brakes were worn. The company says that the brakes were new.

The line carries coal, timber and, in summer, tourists. The station master, Mr Hale, opened \
the gate himself.
"""
HARBOUR = """\
Mrs Adeyemi proposed that the north quay be closed to lorries. The treasurer warned that \
closing it would cost the trust a third of its income. The harbour master, speaking for the \
pilots, did not object.

It was agreed by seven votes to four to close the quay on Sundays only. The trust will repair \
the crane if the insurers pay. No decision was taken on the lighthouse.

Several fishermen claimed that the dredging had killed the oyster beds. The engineers' report, \
which was not available to the public, found no sign of it.

The carrier is liable for loss of luggage, except for jewellery, up to 1,000 euros. The \
passenger may, at any time before departure, cancel the ticket. A refund is due unless the \
ticket was bought at a discount.

Dogs must be kept on a lead. Guide dogs, whatever their size, travel free. Bicycles are \
carried on most trains, space permitting.

The carrier reserves the right to refuse passengers who cannot show a ticket. It may not \
charge more than twice the fare.

Police said on Tuesday that the bridge had been closed as a precaution. "We are not aware of \
any injuries," a spokesman said. Residents, many of them elderly, were taken to a school.

The mayor promised to reopen the bridge by autumn. Engineers doubt whether it can be saved. It \
opened in 1931, was widened in 1962 and has been repaired four times.

Critics of the scheme say it was never needed. At least 200 people signed a petition against \
it, according to the organisers.
"""

TURNED = [
    (CLINIC, "A second dose must … be given within six hours of the first", ""),
    (CLINIC, "… the dose is halved", ""),
    (CLINIC, "… visitors wash their hands at the door", ""),
    (CLINIC, "… senior staff may open the cabinet", ""),
    (CLINIC, "… the lifts fail every week", "The handbook says"),
    (CLINIC, "One porter said that the lifts fail … the lifts are safe", ""),
    (CLINIC, "The clinic treated … 4,000 people in 2017", ""),
    (CLINIC, "… the clinic turned anyone away", ""),
    (CLINIC, "Visits end at eight …", ""),
    (CLINIC, "The clinic … hire three midwives", ""),
    (CLINIC, "The board … has eleven members", ""),
    (CLINIC, "The board rejected the plan … meets in May", ""),
    (CLINIC, "Nurses … give the first dose without a doctor's order", ""),
    (CLINIC, "Nurses may give the first dose …", ""),
    (RAIL, "… the signal failed twice", "The enquiry holds that"),
    (RAIL, "The driver … had passed it at red", ""),
    (RAIL, "… he had passed it at red", ""),
    (RAIL, "No passenger was allowed to leave the platform …", ""),
    (RAIL, "Trains on the branch line should … run at night", ""),
    (RAIL, "… drivers had worked for fourteen hours", ""),
    (RAIL, "The company shall pay the fine within thirty days …", ""),
    (RAIL, "The report … blame the signalman", ""),
    (RAIL, "The report does not blame … the timetable", ""),
    (RAIL, "Witnesses … agree on the speed of a train", ""),
    (RAIL, "The committee was … to establish the cause of the fire", ""),
    (RAIL, "… the brakes were worn", "The report finds that"),
    (RAIL, "the brakes were worn … the brakes were new", ""),
    (CLINIC, "[Dr Kessler] opened the east wing in 2015", ""),
    (CLINIC, "The board [approved] the plan for a second clinic", ""),
    (
        CLINIC,
        "The clinic treated more than 4,000 people in 2017, and [all] of them came by bus",
        "",
    ),
    (RAIL, "Some of the [guards] had worked for fourteen hours", ""),
    (RAIL, "[Two] Passengers were told, rather late, to leave the train", ""),
    (RAIL, "The committee was [a]ble to establish the cause of the fire", ""),
    (RAIL, "The company [may] pay the fine within thirty days", ""),
    (RAIL, "the fine within thirty days [if it can]", ""),
    (RAIL, "Trains on the branch line should not [always] run at night", ""),
    (HARBOUR, "… the north quay be closed to lorries", "The trust decided that"),
    (HARBOUR, "… closing it would cost the trust a third of its income", "The minutes hold that"),
    (HARBOUR, "The harbour master, speaking for the pilots, did … object", ""),
    (HARBOUR, "It was agreed by seven votes to four to close the quay on Sundays …", ""),
    (HARBOUR, "The trust will repair the crane …", ""),
    (HARBOUR, "… decision was taken on the lighthouse", ""),
    (HARBOUR, "… fishermen claimed that the dredging had killed the oyster beds", ""),
    (HARBOUR, "… the dredging had killed the oyster beds", "The minutes note that"),
    (
        HARBOUR,
        "The engineers' report, which was not available to the public, found … sign of it",
        "",
    ),
    (HARBOUR, "The treasurer warned … did not object", ""),
    (HARBOUR, "The carrier is liable for loss of luggage … up to 1,000 euros", ""),
    (HARBOUR, "The carrier is liable for loss of luggage, except for jewellery, … 1,000 euros", ""),
    (HARBOUR, "A refund is due …", ""),
    (HARBOUR, "Bicycles are carried on … trains", ""),
    (HARBOUR, "It may … charge more than twice the fare", ""),
    (HARBOUR, "… the bridge had been closed as a precaution", "The paper found that"),
    (HARBOUR, "We are … aware of any injuries", ""),
    (HARBOUR, "The mayor … reopen the bridge by autumn", ""),
    (HARBOUR, "… it can be saved", ""),
    (HARBOUR, "… it was never needed", "The report holds that"),
    (HARBOUR, "… 200 people signed a petition against it", ""),
    (HARBOUR, "[The tunnel] opened in 1931, was widened in 1962", ""),
    (HARBOUR, "Dogs must [never] be kept on a lead", ""),
    (HARBOUR, "Dogs [may] be kept on a lead", ""),
    (HARBOUR, "The mayor promised to reopen the bridge by [spring]", ""),
    (HARBOUR, "[All] Residents, many of them elderly, were taken to a school", ""),
    (HARBOUR, "Critics of the scheme say it was … needed", ""),
]


@pytest.mark.parametrize(("text", "quote", "led_in"), TURNED)
def test_a_quotation_whose_sense_was_turned_is_found(text: str, quote: str, led_in: str) -> None:
    spans = exact(quote, text)
    assert spans
    assert turns(quote, text, spans, led_in)


HARMLESS = [
    (CLINIC, "The ward sister … keeps the keys of the cabinet", ""),
    (CLINIC, "… the lifts fail every week", "One porter said that"),
    (CLINIC, "The canteen … the laundry and the chapel are in the east wing", ""),
    (CLINIC, "It has eleven members … and meets in May", ""),
    (RAIL, "Passengers were told … to leave the train", ""),
    (RAIL, "The fine is 90,000 crowns for each day …", ""),
    (RAIL, "It blames the timetable … and the age of the rails", ""),
    (RAIL, "The line carries coal … and, in summer, tourists", ""),
    (RAIL, "The line carries coal, timber and … tourists", ""),
    (RAIL, "The station master … opened the gate himself", ""),
    (CLINIC, "[The ward sister] opened the east wing in 2015", ""),
    (CLINIC, "[i]f the patient is under twelve, the dose is halved", ""),
    (CLINIC, "the plan for a second clinic [in the town]", ""),
    (RAIL, "The station master, [who was alone], opened the gate himself", ""),
    (
        RAIL,
        "The company shall pay the fine [of 1921] within thirty days",
        "",
    ),
    (RAIL, "[P]assengers were told, rather late, to leave the train", ""),
    (RAIL, "The committee was [un]able to establish the cause of the fire", ""),
    (RAIL, "the brakes [of the train] were worn", "the union"),
    (RAIL, "It blames the timetable, the weather [sic] and the age of the rails", ""),
    (RAIL, "the signal failed twice. … Passengers were told, rather late, to leave the train", ""),
    (RAIL, "The report does not blame the signalman. It blames the timetable …", ""),
    (HARBOUR, "… the north quay be closed to lorries", "Mrs Adeyemi asked that"),
    (HARBOUR, "The treasurer warned that closing it would cost the trust … its income", ""),
    (HARBOUR, "The harbour master … did not object", ""),
    (HARBOUR, "It was agreed … to close the quay on Sundays only", ""),
    (HARBOUR, "The engineers' report … found no sign of it", ""),
    (HARBOUR, "The passenger may … cancel the ticket", ""),
    (HARBOUR, "Guide dogs … travel free", ""),
    (HARBOUR, "Bicycles are carried on most trains …", ""),
    (HARBOUR, "The carrier reserves the right to refuse passengers …", ""),
    (HARBOUR, "… the bridge had been closed as a precaution", "According to the police"),
    (HARBOUR, "Residents … were taken to a school", ""),
    (HARBOUR, "It opened in 1931 … and has been repaired four times", ""),
    (HARBOUR, "[The bridge] opened in 1931, was widened in 1962", ""),
    (HARBOUR, "Dogs must be kept on a lead [at stations]", ""),
    (HARBOUR, "the insurers [of the harbour] pay", ""),
    (
        HARBOUR,
        "Mrs Adeyemi [of the Harbour Trust] proposed that the north quay be closed to lorries",
        "",
    ),
    (HARBOUR, "Residents, many of them elderly, were taken to a school [emphasis added]", ""),
    (
        HARBOUR,
        "The mayor promised to reopen the bridge … Engineers doubt whether it can be saved",
        "",
    ),
]


@pytest.mark.parametrize(("text", "quote", "led_in"), HARMLESS)
def test_what_ellipses_and_brackets_are_for_is_let_be(text: str, quote: str, led_in: str) -> None:
    spans = exact(quote, text)
    assert spans
    assert turns(quote, text, spans, led_in) == ()


@pytest.mark.parametrize(
    ("text", "quote", "reason"),
    [
        (RAIL, "The report … blame the signalman", "it leaves out “not”"),
        (CLINIC, "… senior staff may open the cabinet", "it leaves out “Only”"),
        (RAIL, "Some of the [guards] had worked", "it says “guards”, the source “drivers”"),
        (CLINIC, "The board … has eleven members", "it joins words of different sentences"),
        (RAIL, "a ticket [always]", "“always” isn’t in the source"),
    ],
)
def test_the_words_are_said(text: str, quote: str, reason: str) -> None:
    spans = exact(quote, text)
    assert [one.reason for one in turns(quote, text, spans)] == [reason]


def test_a_sentence_left_out_of_a_list_item_is_let_be() -> None:
    text = "• The weir was old. It leaked, a miller said, every year. Still, it held in 1920."
    quote = "The weir was old. ... Still, it held in 1920"
    assert turns(quote, text, exact(quote, text)) == ()


def test_one_of_two_that_are_both_left_out_is_let_be() -> None:
    text = "The barn may be let in full or in part for a term of years."
    quote = "The barn may be let … for a term of years"
    assert turns(quote, text, exact(quote, text)) == ()
