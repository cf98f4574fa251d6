"""The `essaim` command. Each command only reads its arguments and says what came of it; the work is done elsewhere.

Exit codes: 0 done, 1 the data or the answer is at fault, 2 the call is.
"""

from essaim.cli import data, figures, site
from essaim.cli.group import main

__all__ = ["data", "figures", "main", "site"]
