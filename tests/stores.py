"""Stores of a test's own."""

from pathlib import Path

from essaim.observatory.directory import opening


def linked(store: Path, folder: Path) -> Path:
    """The same store in a folder of its own, where no index was made."""
    folder.mkdir()
    for entry in store.iterdir():
        if entry.name != opening.FOLDER:
            (folder / entry.name).symlink_to(entry)
    return folder
