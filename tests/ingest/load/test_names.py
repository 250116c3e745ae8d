from __future__ import annotations

import pytest

from ingest.load.names import authors, title


def people(*names: str) -> list[dict[str, str]]:
    parted = (name.rpartition(" ") for name in names)
    return [{"family": family, "given": given} for given, _, family in parted]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Jane Doe", [{"family": "Doe", "given": "Jane"}]),
        ("Doe, Jane A.", [{"family": "Doe", "given": "Jane A."}]),
        ("J. van der Berg", [{"family": "van der Berg", "given": "J."}]),
        ("Dr. Ayesha Malik", [{"family": "Malik", "given": "Ayesha"}]),
        ("María-José O’Neill", [{"family": "O’Neill", "given": "María-José"}]),
        (
            "Jane Doe;  Ali Raza ;;",
            [{"family": "Doe", "given": "Jane"}, {"family": "Raza", "given": "Ali"}],
        ),
        ("Ministry of Water", [{"literal": "Ministry of Water"}]),
        ("Institute for Policy, Lahore", [{"literal": "Institute for Policy, Lahore"}]),
        *(
            (body, [{"literal": body}])
            for body in (
                "NACTA",
                "DWP",
                "GAO",
                "IMF",
                "WHO",
                "BP",
                "HM Treasury",
                "UN Women",
                "NHS England",
                "HM Revenue & Customs",
                "Department for Work and Pensions",
                "European Commission",
                "Food and Agriculture Organization",
                "Water, Ministry of",
            )
        ),
        ("Smith and Jones", [{"literal": "Smith"}, {"literal": "Jones"}]),
        ("A. Smith & K. Jones", [*people("A. Smith", "K. Jones")]),
        ("Ayesha Smith and Bilal Jones", [*people("Ayesha Smith", "Bilal Jones")]),
        ("Jane Doe, Ali Raza & Bina Aslam", [*people("Jane Doe", "Ali Raza", "Bina Aslam")]),
        ("Doe, Jane and Raza, Ali", [*people("Jane Doe", "Ali Raza")]),
        ("Jane Doe, PhD", [*people("Jane Doe")]),
        ("Jane Doe <jane@valley.example>", [*people("Jane Doe")]),
        ("Board of Wells, http://www.wells.example", [{"literal": "Board of Wells"}]),
        ("jane doe", [{"literal": "jane doe"}]),
        ("Jane Doe 2", [{"literal": "Jane Doe 2"}]),
        (
            "Written by us all in Lahore last May",
            [{"literal": "Written by us all in Lahore last May"}],
        ),
    ],
)
def test_authors_are_people_or_bodies(said: str, expected: list[dict[str, str]]) -> None:
    assert authors(said) == expected


@pytest.mark.parametrize(
    "said",
    [
        "",
        "user",
        "Admin",
        "Windows User",
        "Microsoft Office User",
        "HP",
        "python-docx",
        "a@b.pk",
        "1",
        *("jsmith", "jsmith2", "j.smith", "j_smith", "JSmith", "ADMIN", "VALLEY\\jsmith", "PC0123"),
        *("Registered User", "Valued Wells Customer", "Licensed to Wells Ltd", "Microsoft Word"),
        *("Adobe InDesign", "wells.docx", "C:\\wells\\report", "Ministry of", "Ministry of Wa..."),
        *("JÃ¶rg Wells", "þÿJane", "J\ufffdrg Wells"),
    ],
)
def test_what_programs_write_is_no_author(said: str) -> None:
    assert authors(said) == []


@pytest.mark.parametrize(
    "said",
    [
        *("", "untitled", "Untitled 2", "Document1", "policy final.docx", "[Type the title]", "--"),
        *("Microsoft Word - x.doc", "Template", "12", "wells_final", "wells2019-v2", "scan.png"),
        *(
            "Wells report template",
            "C:\\wells\\x",
            "(anonymous)",
            "The levy on wells and ...",
            "BrÃ¼cke",
        ),
    ],
)
def test_what_programs_write_is_no_title(said: str) -> None:
    assert title(said) is None


def test_a_title_is_kept_as_it_is_and_bounded() -> None:
    assert title(" The  Water\nPolicy 2018 ") == "The Water Policy 2018"
    assert len(title("Water " * 1_000) or "") == 500
    assert len(authors("Ali Raza;" * 10_000)) == 50
