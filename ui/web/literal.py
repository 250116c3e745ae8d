"""Words that aren't ours, escaped so that every character of them shows as itself."""

from __future__ import annotations

import re
import string

from ui.web.remedies import on_the_page

# Every character that HTML, Markdown or a template language could take for itself.
_LITERAL = {ord(mark): f"&#{ord(mark)};" for mark in string.punctuation if mark not in ".,;?!()-"}
_LITERAL |= {ord(line): f"&#{ord(line)};" for line in "\n\r"}
# What no browser shows and no JSON carries.
_LITERAL |= dict.fromkeys([0, *range(0xD800, 0xE000)], "\N{REPLACEMENT CHARACTER}")

_COMMAND = re.compile(f"{_LITERAL[ord('`')]}(.+?){_LITERAL[ord('`')]}")


def literal(text: str) -> str:
    """Escape a text that isn't ours so that every character of it shows as itself."""
    return text.translate(_LITERAL)


def message_html(message: str) -> str:
    """Write an error's message as a sentence, its `commands` set off as code."""
    message = on_the_page(message)
    sentence = message[:1].upper() + message[1:]
    if sentence[-1:].isalnum() or sentence.endswith("`"):
        sentence += "."
    return _COMMAND.sub(r"<code>\1</code>", literal(sentence))
