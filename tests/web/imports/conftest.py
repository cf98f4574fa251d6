"""What the tests of imports start from: structures of Dijon in the register, and their identifiers."""

from tests.web.contributions.conftest import scene

__all__ = ["scene"]
