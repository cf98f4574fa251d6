"""What the user is told when the data, or the question, is at fault."""

from collections.abc import Sequence
from pathlib import Path

from essaim.observatory.language import Language, Text, preferred_language


class EssaimError(Exception):
    """A fault that the user can act on: what is wrong, where, and what to do next.

    `exit_code` is 1 when the data or the answer is at fault, 2 when the call is.
    """

    exit_code = 1

    def __init__(
        self,
        what: Text,
        *,
        remedy: Text | None = None,
        file: Path | str | None = None,
        line: int | None = None,
    ) -> None:
        self.what = what
        self.remedy = remedy
        self.file = file
        self.line = line
        super().__init__(self.message("en"))

    def message(self, language: Language | None = None) -> str:
        """The whole message: place, fault, remedy; one line each for fault and remedy."""
        language = language or preferred_language()
        place = ""
        if self.file is not None:
            name = Path(self.file).name
            place = f"{name}, {Text('ligne', 'line').in_(language)} {self.line}: " if self.line else f"{name}: "
        message = place + self.what.in_(language)
        if self.remedy is not None:
            message += "\n→ " + self.remedy.in_(language)
        return message

    def __str__(self) -> str:
        return self.message()


class UsageError(EssaimError):
    """The call itself is wrong (exit code 2)."""

    exit_code = 2


def listed(names: Sequence[str], limit: int = 6) -> str:
    """The first names, and how many more there are: `a, b, c… (+12)`."""
    shown = ", ".join(names[:limit])
    return shown if len(names) <= limit else f"{shown}… (+{len(names) - limit})"
