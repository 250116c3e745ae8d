from __future__ import annotations

import pytest

from ingest.load.names import authors, title


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
        ("NACTA", [{"literal": "NACTA"}]),
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
    ],
)
def test_what_programs_write_is_no_author(said: str) -> None:
    assert authors(said) == []


@pytest.mark.parametrize(
    "said",
    [
        *("", "untitled", "Untitled 2", "Document1", "policy final.docx", "[Type the title]", "--"),
        *("Microsoft Word - x.doc", "Template", "12"),
    ],
)
def test_what_programs_write_is_no_title(said: str) -> None:
    assert title(said) is None


def test_a_title_is_kept_as_it_is_and_bounded() -> None:
    assert title(" The  Water\nPolicy 2018 ") == "The Water Policy 2018"
    assert len(title("Water " * 1_000) or "") == 500
    assert len(authors("Ali Raza;" * 10_000)) == 50
