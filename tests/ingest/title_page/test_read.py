"""Each title page: what it says, and the title, the authors and the date that are read from it."""

from __future__ import annotations

import pytest

from rag.citations.publication import authors_text, iso_date
from rag.types import Document, Source
from tests.ingest.title_page.made import TEXT, made

PAGES = {
    "uk command": (
        """
        #24 Government Response to the Valley Water Inquiry
        12 CP 9912
        ---
        #20 Government Response to the Valley Water Inquiry
        11 Presented to Parliament by the Secretary of State for Rivers and Wells by Command
        12 4 February 2021
        11 CP 9912
        ---
        9 © Crown copyright 2021
        """,
        "Government Response to the Valley Water Inquiry",
        "Secretary of State for Rivers and Wells",
        "2021-02-04",
    ),
    "uk command in lines": (
        """
        #20 Draft Wells Bill
        11 Presented to Parliament
        11 by the Secretary of State for
        11 Rivers and Wells
        11 By Command of Her Majesty
        11 April 2008
        """,
        "Draft Wells Bill",
        "Secretary of State for Rivers and Wells",
        "2008-04",
    ),
    "uk select": (
        """
        14 House of Commons
        14 Rivers and Wells Committee
        #30 Wells in winter
        14 Third Report of Session 2018–19
        10 Report, together with formal minutes relating to the report
        10 Ordered by the House of Commons to be printed 5 March 2019
        12 HC 4411
        10 Published on 12 March 2019
        10 by authority of the House of Commons
        """,
        "Wells in winter",
        "House of Commons, Rivers and Wells Committee",
        "2019-03-12",
    ),
    "us report": (
        """
        10 116TH CONGRESS
        10 2d Session
        10 HOUSE OF REPRESENTATIVES
        10 REPORT 116–999
        #14 VALLEY WELLS RESTORATION ACT
        10 JULY 9, 2020.—Committed to the Committee of the Whole House and ordered to be printed
        10 Mr. DOE, from the Committee on Natural Resources, submitted the following
        12 REPORT
        """,
        "VALLEY WELLS RESTORATION ACT",
        "HOUSE OF REPRESENTATIVES",
        "2020-07-09",
    ),
    "court": (
        """
        12 FOR PUBLICATION
        #14 UNITED STATES COURT OF APPEALS FOR THE NINTH CIRCUIT
        11 VALLEY WATER BOARD, Plaintiff-Appellant,
        11 v.
        11 JANE DOE, in her official capacity, Defendant-Appellee.
        11 No. 19-99999
        11 Argued and Submitted February 8, 2021 San Francisco, California
        11 Filed May 4, 2021
        """,
        "VALLEY WATER BOARD v. JANE DOE",
        "UNITED STATES COURT OF APPEALS FOR THE NINTH CIRCUIT",
        "2021-05-04",
    ),
    "think tank": (
        """
        #26 Who pays for wells?
        14 Levies and their limits in the upper valley
        12 Jane Doe and Ali Raza
        12 Institute for Valleys
        11 June 2017
        """,
        "Who pays for wells?",
        "Institute for Valleys",
        "2017-06",
    ),
    "byline": (
        """
        #26 Who pays for wells?
        12 By Jane Doe and Ali Raza
        11 Working Paper 12
        11 Geneva, June 2017
        """,
        "Who pays for wells?",
        "Jane Doe; Ali Raza",
        "2017-06",
    ),
    "memo": (
        """
        #14 MEMORANDUM
        11 Date: March 3, 2015
        11 To: All well inspectors
        11 From: Jane Doe, Director of Wells
        11 Re: New rules for pumps
        """,
        "New rules for pumps",
        "Jane Doe",
        "2015-03-03",
    ),
    "si": (
        """
        11 STATUTORY INSTRUMENTS
        11 2016 No. 9999
        11 WATER, ENGLAND
        #16 The Wells (Inspection) Regulations 2016
        11 Made - - - - 3rd May 2016
        11 Laid before Parliament 9th May 2016
        11 Coming into force - - 1st June 2016
        """,
        "The Wells (Inspection) Regulations 2016",
        "",
        "2016-05-03",
    ),
    "gazette": (
        """
        #18 The Gazette of the Valley
        11 EXTRAORDINARY
        11 PUBLISHED BY AUTHORITY
        11 ISLAMABAD, THURSDAY, MARCH 3, 2016
        11 NATIONAL ASSEMBLY SECRETARIAT
        11 Islamabad, the 2nd March, 2016
        """,
        "The Gazette of the Valley",
        "NATIONAL ASSEMBLY SECRETARIAT",
        "2016-03-03",
    ),
    "spanish": (
        """
        14 Ministerio de Aguas y Pozos
        #24 Política nacional de pozos
        12 Santiago, 14 de marzo de 2018
        """,
        "Política nacional de pozos",
        "Ministerio de Aguas y Pozos",
        "2018-03-14",
    ),
    "french": (
        """
        14 Ministère de l’Eau
        #24 Rapport sur les puits de la vallée
        12 Paris, le 14 mars 2018
        """,
        "Rapport sur les puits de la vallée",
        "Ministère de l’Eau",
        "2018-03-14",
    ),
    "german": (
        """
        14 Bundesministerium für Wasser
        #24 Bericht über die Brunnen im Tal
        12 Stand: 14. März 2018
        """,
        "Bericht über die Brunnen im Tal",
        "Bundesministerium für Wasser",
        "2018-03-14",
    ),
    "annual": (
        """
        #30 Annual Report 2019
        14 Valley Water Board
        11 for the year ended 31 March 2019
        """,
        "Annual Report 2019",
        "Valley Water Board",
        "",
    ),
    "minutes": (
        """
        #18 Minutes of the meeting held on 3 May 2017
        12 Valley Water Board
        12 Present: Jane Doe (Chair)
        """,
        "Minutes of the meeting held on 3 May 2017",
        "Valley Water Board",
        "",
    ),
    "press": (
        """
        11 FOR IMMEDIATE RELEASE
        11 May 7, 2014
        #18 Board lifts levy on deep wells
        """,
        "Board lifts levy on deep wells",
        "",
        "2014-05-07",
    ),
    "deadline": (
        """
        #20 Consultation on well levies
        12 Comments due by:
        12 30 June 2018
        """,
        "Consultation on well levies",
        "",
        "",
    ),
    "law named": (
        """
        #20 Guide to the Wells Act of 3 May 2011
        12 Effective Date: October 1, 2012
        """,
        "Guide to the Wells Act of 3 May 2011",
        "",
        "",
    ),
    "stat": (
        """
        #20 Well levels, quarterly bulletin
        12 Reference period: January 2019 to March 2019
        12 Next release: 3 July 2019
        12 Released: 3 April 2019
        """,
        "Well levels, quarterly bulletin",
        "",
        "2019-04-03",
    ),
    "two dates": (
        """
        #20 Handbook of Wells
        12 First issued January 2010
        12 Revised March 2012
        """,
        "Handbook of Wells",
        "",
        "2012-03",
    ),
    "hearing": (
        """
        #20 WELLS IN WINTER
        11 HEARING
        11 BEFORE THE
        11 COMMITTEE ON NATURAL RESOURCES
        11 UNITED STATES SENATE
        11 ONE HUNDRED TWELFTH CONGRESS
        11 FIRST SESSION
        11 MARCH 14, 2011
        11 Printed for the use of the Committee on Natural Resources
        """,
        "WELLS IN WINTER",
        "",
        "2011-03-14",
    ),
    "who": (
        """
        #26 Guidelines for well water
        ---
        10 © World Water Organization 2016
        10 All rights reserved. Printed in France.
        """,
        "Guidelines for well water",
        "World Water Organization",
        "2016",
    ),
    "testimony": (
        """
        11 United States Accountability Office
        11 Testimony Before the Committee on Wells, House of Representatives
        11 For Release on Delivery Expected at 10:00 a.m. EST Tuesday, March 3, 2015
        #20 WELLS: Levies Need Better Oversight
        11 Statement of Jane Doe, Director, Natural Resources
        """,
        "WELLS: Levies Need Better Oversight",
        "Jane Doe",
        "",
    ),
    "by mail": (
        """
        #20 How to file a claim
        12 By Electronic Mail
        12 By Order of the Board
        """,
        "How to file a claim",
        "",
        "",
    ),
    "bill": (
        """
        11 A BILL
        11 IN THE HOUSE OF REPRESENTATIVES
        11 MARCH 3, 2011
        10 Be it enacted by the Senate and House of Representatives
        10 This Act may be cited as the ‘‘Valley Wells Act of 2011’’.
        """,
        "Valley Wells Act of 2011",
        "House of Representatives",
        "2011-03-03",
    ),
    "crs": (
        """
        #24 Valley Wells: Background and Issues for Congress
        12 Jane Doe
        10 Analyst in Water Policy
        10 May 3, 2013
        12 Congressional Research Service
        10 7-5700
        10 www.crs.gov
        10 R43000
        """,
        "Valley Wells: Background and Issues for Congress",
        "Congressional Research Service",
        "2013-05-03",
    ),
    "un": (
        """
        14 United Nations
        11 A/RES/70/1
        12 General Assembly
        10 Distr.: General
        10 21 October 2015
        10 Seventieth session
        #12 Resolution adopted by the General Assembly on 3 May 2015
        #12 70/1. Transforming wells
        """,
        "Resolution adopted by the General Assembly on 3 May 2015 70/1. Transforming wells",
        "United Nations",
        "2015-10-21",
    ),
    "press of a body": (
        """
        10 Contact: Jane Doe (202) 555-0100
        10 FOR IMMEDIATE RELEASE
        10 Monday, May 3, 2010
        #16 Department of Wells Announces New Levy
        """,
        "Department of Wells Announces New Levy",
        "",
        "2010-05-03",
    ),
    "thesis": (
        """
        #18 Wells and levies
        11 A thesis submitted in partial fulfilment of the requirements for the degree of Doctor
        11 by
        12 Jane Doe
        11 University of the Valley
        11 May 2010
        """,
        "Wells and levies",
        "Jane Doe",
        "2010-05",
    ),
    "order": (
        """
        8 Case 2:12-cv-00001 Document 33 Filed 05/03/13 Page 1 of 5
        11 UNITED STATES DISTRICT COURT
        11 NORTHERN DISTRICT OF VALLEY
        11 JOHN DOE, Plaintiff,
        11 v.
        11 WELLS INC., Defendant.
        12 ORDER GRANTING MOTION TO DISMISS
        """,
        "JOHN DOE v. WELLS INC.",
        "UNITED STATES DISTRICT COURT",
        "",
    ),
    "pak act": (
        """
        #16 THE VALLEY WELLS ACT, 2011
        11 ACT No. XII OF 2011
        11 [3rd May, 2011]
        11 An Act to provide for the regulation of wells
        """,
        "THE VALLEY WELLS ACT, 2011",
        "",
        "2011-05-03",
    ),
    "ordinance": (
        """
        12 ORDINANCE NO. 1234
        11 Adopted: June 3, 2014
        11 Effective: July 3, 2014
        """,
        "ORDINANCE NO. 1234",
        "",
        "2014-06-03",
    ),
    "french journal": (
        """
        10 JOURNAL OFFICIEL DE LA RÉPUBLIQUE FRANÇAISE
        10 3 mai 2012
        #12 Décret n° 2012-999 du 2 mai 2012 relatif aux puits
        """,
        "Décret n° 2012-999 du 2 mai 2012 relatif aux puits",
        "",
        "2012-05-03",
    ),
    "survey": (
        """
        #22 National Well Survey 2011
        12 Summary of Findings
        11 Prepared for the Department of Wells by Valley Consulting Group
        11 Final Report, 3 May 2012
        """,
        "National Well Survey 2011",
        "Valley Consulting Group",
        "2012-05-03",
    ),
    "updated": (
        """
        #22 Guidance on wells
        11 Published 3 May 2012
        11 Last updated 4 June 2014
        """,
        "Guidance on wells",
        "",
        "2012-05-03",
    ),
}


def read(document: Document) -> tuple[object, str, str]:
    csl = document.properties.csl
    source = Source("made", csl)
    authors = authors_text(source) if source.authors else ""
    return csl.get("title"), authors, iso_date(csl.get("issued")) or ""


@pytest.mark.parametrize("name", PAGES)
def test_title_pages(name: str) -> None:
    page, *expected = PAGES[name]
    document = made(page)
    assert read(document) == tuple(expected)
    assert set(document.properties.origins.values()) == {"title page"}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"title": "Wells template 4.3"}, "Wells in winter"),
        ({"title": "Wells in winter"}, "Wells in winter"),
        ({"title": "WELLS in Winter"}, "WELLS in Winter"),
        ({"title": "HC-12, Wells in winter: a report"}, "Wells in winter"),
        ({"title": "Wells in win"}, "Wells in winter"),
        ({"title": "Board of Wells"}, "Wells in winter"),
        ({"title": "Report"}, "Wells in winter"),
    ],
)
def test_a_title_of_the_properties_must_stand_on_the_page(
    said: dict[str, object], expected: str
) -> None:
    page = """
        12 Board of Wells
        #24 Wells in winter
        12 Report
    """
    assert made(page, said).properties.csl["title"] == expected


def person(given: str, family: str) -> dict[str, str]:
    return {"given": given, "family": family}


@pytest.mark.parametrize(
    ("page", "said", "authors", "publisher"),
    [
        ("12 By Ali Raza", [person("Jane", "Doe")], "Ali Raza", None),
        ("12 Developed by the Wells Workgroup", [{"literal": "Hub"}], "Wells Workgroup", None),
        ("12 Jane Doe", [person("Jane", "Doe")], "Jane Doe", None),
        ("12 Board of Wells", [person("Jane", "Doe")], "Board of Wells", None),
        ("12 Board of Wells, 3 May 2018", None, "Board of Wells", None),
        ("12 The levy", [person("Jane", "Doe")], "", None),
        ("12 The levy", [{"literal": "Centor"}], "", None),
        ("12 The levy", [{"literal": "Wells Typing Ltd"}], "", None),
        ("12 The levy", [{"literal": "DWP"}], "DWP", None),
        ("12 The levy", [{"literal": "HM Treasury"}], "HM Treasury", None),
        ("12 The levy", [person("Jane", "Doe"), person("Ali", "Raza")], "Jane Doe; Ali Raza", None),
        ("12 Board of Wells\n12 Jane Doe", [person("Jane", "Doe")], "Jane Doe", "Board of Wells"),
        ("12 By Command of Her Majesty", [{"literal": "DWP"}], "DWP", None),
        ("12 Published by the Board of Wells", None, "", "Board of Wells"),
        ("12 By\n12 His Excellency\n12 Jane Doe\n12 To\n12 Board of Wells", None, "Jane Doe", None),
    ],
)  # fmt: skip
def test_who_wrote_it(
    page: str, said: list[dict[str, str]] | None, authors: str, publisher: str | None
) -> None:
    document = made(f"#24 Wells in winter\n{page}", {"author": said} if said else {})
    assert read(document)[1] == authors
    assert document.properties.csl.get("publisher") == publisher
    told = [finding.message for finding in document.findings if finding.kind == "missing"]
    assert bool(told) == bool(said and not authors)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("12 Thursday, 3 May 2018", "2018-05-03"),
        ("12 Vol. 85, No. 152 / Thursday, August 6, 2020", "2020-08-06"),
        ("12 Version 2.1, May 2018", "2018-05"),
        ("12 Issued: 3 May 2018", "2018-05-03"),
        ("12 Ordered to be printed 1 May 2018 and published 3 May 2018", "2018-05-03"),
        ("12 © Board of Wells 2018", "2018"),
        ("12 © Board of Wells 2015-2018", ""),
        ("12 May 2018\n12 © Board of Wells 2018", "2018-05"),
        ("12 Borrador final, 3 de mayo 2018", "2018-05-03"),
        ("12 Posted on May 3, 2018 by Jane Okafor", "2018-05-03"),
        ("12 By Jane Okafor, 3 May 2018", "2018-05-03"),
        ("12 Form 12B (Rev. May 2018)", "2018-05"),
        ("12 Board of Wells, 3 May 2018", "2018-05-03"),
        ("12 The Board of Wells agreed on 3 May 2018", ""),
        ("12 Letzte Aktualisierung: 3.5.2018", "2018-05-03"),
        ("12 LANPORT, 3 May 2018 (VNA) - The board", "2018-05-03"),
        ("12 LANPORT, 3 May 2018 was the day", ""),
        ("12 As of May 2018", ""),
        ("12 For the period ended 3 May 2018", ""),
        ("12 1 April 2018 to 3 May 2018", ""),
        ("12 Comments are due by 3 May 2018", ""),
        ("12 This replaces the paper published 3 May 2018", ""),
        ("12 Number of wells on 3 May 2018", ""),
        ("12 4/5/2018", ""),
        ("12 The Wells Act of 3 May 2018 and the levy", ""),
        ("12 Valid until\n12 3 May 2018", ""),
        ("12 2018", ""),
    ],
)
def test_a_date_is_cited_only_as_one_of_publication(line: str, expected: str) -> None:
    assert read(made(f"#24 Wells in winter\n{line}"))[2] == expected


def test_capitals_are_spelt_as_the_text_spells_them() -> None:
    page = """
        12 BOARD OF WELLS
        12 Inspection Committee
        #24 WELLS IN WIN TER
        ---
        10 The Board of Wells looked into Wells in Winter and what the levy did to them.
    """
    assert read(made(page))[:2] == (
        "Wells in Winter",
        "Board of Wells, Inspection Committee",
    )


def test_whom_a_letter_is_to_did_not_write_it() -> None:
    page = """
        11 3 May 2012
        11 The Honorable Jane Doe
        11 Chairman, Committee on Wells
        11 Dear Madam Chairman:
    """
    assert read(made(page)) == (None, "", "2012-05-03")


def test_text_is_no_title_page() -> None:
    document = made(f"10 {TEXT}\n10 {TEXT}\n10 By Jane Doe\n10 3 May 2018\n10 Board of Wells")
    assert read(document) == (None, "", "")
    assert document.properties.origins == {}


def test_who_sent_a_letter_needs_no_witness() -> None:
    said = {"author": [person("Jane", "Doe")], "title": "About the levy"}
    page = "#24 Wells in winter\n12 By Ali Raza"
    document = made(page, said, origin="mail header")
    assert read(document)[:2] == ("About the levy", "Jane Doe")


def test_what_the_file_says_of_its_date_stays() -> None:
    said = {"issued": {"date-parts": [[2011]]}}
    assert read(made("#24 Wells in winter\n12 3 May 2018", said))[2] == "2011"
