"""What the settings read from the environment, and the one secret that the site makes for itself."""

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit


def flag(name: str, default: bool = False) -> bool:
    """1, true, yes, on; anything else is no."""
    return os.environ.get(name, str(default)).strip().lower() in ("1", "true", "yes", "on")


def listed(name: str) -> list[str]:
    """Values separated by commas."""
    return [value.strip() for value in os.environ.get(name, "").split(",") if value.strip()]


def origins(*addresses: str) -> list[str]:
    """Scheme and host of each address, as a policy names a site; a blank one names none."""
    parts = (urlsplit(address) for address in addresses if address)
    return list(dict.fromkeys(f"{one.scheme}://{one.netloc}" for one in parts))


def secret_key(folder: Path) -> str:
    """SECRET_KEY, else the one kept in the data folder, made at the first start and readable by its owner alone."""
    if given := os.environ.get("SECRET_KEY"):
        return given
    path = folder / "secret-key"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        # Two workers may start at once: the one that creates the file decides for both.
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii")
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        made = secrets.token_urlsafe(64)
        file.write(made)
    return made
