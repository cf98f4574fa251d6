"""Runs a command with TEST_DATABASE_URL set to a PostgreSQL of its own: made for it, reached by a socket, then gone.

scripts/with_postgresql.py .venv/bin/pytest tests/web
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path


def binaries() -> Path | None:
    """Where initdb is: on the path, else where Debian puts it, newest first."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return versions[-1].parent if versions else None


def unprivileged() -> list[str]:
    """PostgreSQL refuses to run as root: the package's own user does, or nobody."""
    if os.geteuid() != 0:
        return []
    known = {one.pw_name for one in pwd.getpwall()}
    return ["runuser", "-u", "postgres" if "postgres" in known else "nobody", "--"]


def main(command: list[str]) -> int:
    tools = binaries()
    if tools is None:
        print("PostgreSQL is not installed: the site was tested on SQLite only (sudo apt-get install postgresql).")
        return 0
    as_user = unprivileged()
    with tempfile.TemporaryDirectory(prefix="essaim-pg-", dir="/tmp") as folder:
        home = Path(folder)
        if as_user:
            shutil.chown(home, as_user[2])
        control = [*as_user, str(tools / "pg_ctl"), "-D", str(home / "data"), "-s", "-w"]
        prepare = [str(tools / "initdb"), "-D", str(home / "data"), "-U", "essaim", "-A", "trust", "-E", "UTF8"]
        subprocess.run(
            [*as_user, *prepare, "--no-locale", "--no-sync"], check=True, stdout=subprocess.DEVNULL, cwd=home
        )
        # Nothing listens on the network, and nothing is worth keeping: no waiting for the disk.
        options = f"-k {home} -c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
        subprocess.run([*control, "-o", options, "-l", str(home / "log"), "start"], check=True, cwd=home)
        try:
            address = f"postgres://essaim@/essaim?host={home}"
            return subprocess.run(command, check=False, env=os.environ | {"TEST_DATABASE_URL": address}).returncode
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], check=False, cwd=home)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
