"""Lists kept by hand, a word a line, with where they come from and when on the first one."""

from functools import cache
from importlib import resources


@cache
def lines_of(name: str) -> frozenset[str]:
    lines = resources.files(__name__).joinpath(f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))
