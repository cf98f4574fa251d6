"""`python -m essaim` is `essaim`."""

from essaim.cli import main

main()
