"""Where in the text of a law file a key or an entry of a list stands."""

from __future__ import annotations

import re
import tomllib

__all__ = ["Place", "line_of"]

Place = tuple[str | int, ...]  # keys from the top, and the number of an entry in a list


def line_of(text: str, place: Place) -> int:
    """Line of a key or an entry, or else of the closest that it is part of.

    Parameters
    ----------
    text
        TOML that was read without error.
    place
        Keys from the top, and the number of an entry in a list.

    Examples
    --------
    >>> text = "[a]\\n'b c' = [1,\\n 2]"
    >>> line_of(text, ("a", "b c", 0)), line_of(text, ("a", "b c", 1)), line_of(text, ("a", "d"))
    (2, 3, 1)
    """
    found = _Places(text).lines
    return next(found[place[:n]] for n in range(len(place), -1, -1) if place[:n] in found)


class _Places:
    """Line of each key and of each entry of a list, in text that is known to be TOML."""

    _SPACE = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
    _KEY = re.compile(r"""[ \t]*(?:"((?:[^"\\\n]|\\.)*)"|'([^'\n]*)'|([\w-]+))[ \t]*""", re.ASCII)
    _STRING = re.compile(
        r'''"""(?:[^\\]|\\.)*?"{3,5}|\'{3}.*?\'{3,5}|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'''', re.DOTALL
    )
    _PLAIN = re.compile(r"[^,\]}\n#]*")

    def __init__(self, text: str) -> None:
        self.text = text
        self.here = self.counted = 0
        self.line = 1
        self.lines: dict[Place, int] = {(): 1}
        table: Place = ()
        many_of: dict[Place, int] = {}
        while self._more():
            if self._take("["):
                many = self._take("[")
                table = self._keys(())
                if many:
                    many_of[table] = number = many_of.get(table, -1) + 1
                    table = (*table, number)
                    self.lines[table] = self._number()
                self.here = self.text.index("]", self.here) + 1 + many
            else:
                self._pair(table)

    def _more(self) -> bool:
        """Skip space and comments; whether there is anything left."""
        space = self._SPACE.match(self.text, self.here)
        self.here = space.end() if space else self.here
        return self.here < len(self.text)

    def _take(self, sign: str) -> bool:
        taken = self.text.startswith(sign, self.here)
        self.here += taken
        return taken

    def _number(self) -> int:
        self.line += self.text.count("\n", self.counted, self.here)
        self.counted = self.here
        return self.line

    def _keys(self, table: Place) -> Place:
        """Dotted key; where it and its parts stand."""
        place = table
        while key := self._KEY.match(self.text, self.here):
            quoted, literal, bare = key.groups()
            if quoted is None:
                name = bare if literal is None else literal
            else:
                name = tomllib.loads(f'k = "{quoted}"')["k"]
            place = (*place, name)
            self.lines.setdefault(place, self._number())
            self.here = key.end()
            if not self._take("."):
                break
        return place

    def _pair(self, table: Place) -> None:
        place = self._keys(table)
        self.here = self.text.index("=", self.here) + 1
        self._value(place)

    def _value(self, place: Place) -> None:
        self._more()
        if self._take("["):
            number = 0
            while self._more() and not self._take("]"):
                self.lines[*place, number] = self._number()
                self._value((*place, number))
                self._more()
                self._take(",")
                number += 1
        elif self._take("{"):
            while self._more() and not self._take("}"):
                self._pair(place)
                self._more()
                self._take(",")
        else:
            found = self._STRING.match(self.text, self.here) or self._PLAIN.match(
                self.text, self.here
            )
            self.here = found.end() if found else len(self.text)
