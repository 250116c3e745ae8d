"""What a room's script asks of the program: read, done, and whatever goes wrong told in words."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import TypeVar, cast

from rag.errors import SanadError
from ui.web.remedies import on_the_page

UNFORESEEN = "Something went wrong; the details are in the terminal."
ReplyT = TypeVar("ReplyT", bound=Mapping[str, object])
_log = logging.getLogger(__name__)


def fields_of(wish: object) -> Mapping[str, object]:
    """Give what a script says by name; nothing where it says something else."""
    return cast(Mapping[str, object], wish) if isinstance(wish, Mapping) else {}


def told(make: Callable[[], ReplyT]) -> ReplyT | dict[str, object]:
    """Do what is wished for, or say under ``problem``, as plain text, why it can't be done."""
    try:
        return make()
    except SanadError as error:
        said = on_the_page(str(error))
        end = "" if said.endswith(".") else "."
        return {"problem": f"{said[:1].upper()}{said[1:]}{end}"}
    except Exception:  # noqa: BLE001 - whatever it is, the page must get words
        _log.exception("the page asked for something that failed")
        return {"problem": UNFORESEEN}
