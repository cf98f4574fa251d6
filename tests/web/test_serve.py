"""`essaim serve` as its users have it: a server of its own, workers that answer, one that ends when told."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx

OF_TESTS = ("DJANGO_SETTINGS_MODULE", "DATABASE_URL", "SECRET_KEY")  # settings that a server of its own has not


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def test_the_site_is_served_by_workers_until_told_to_stop(small_store_folder: Path, tmp_path: Path) -> None:
    port = _free_port()
    places = {"ESSAIM_DATA": str(tmp_path / "site"), "ESSAIM_INDEX": str(tmp_path / "index"), "ESSAIM_LANG": "en"}
    environment = {name: value for name, value in os.environ.items() if name not in OF_TESTS}
    command = [sys.executable, "-m", "essaim", "serve", "--port", str(port), "--store", str(small_store_folder)]
    with subprocess.Popen(command, env=environment | places, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as server:
        try:
            page = _first_answer(f"http://127.0.0.1:{port}/territoires/commune/21231/", server)
            assert page.status_code == 200
            assert "Dijon" in page.text
            assert "content-security-policy" in page.headers
        finally:
            server.send_signal(signal.SIGTERM)
        assert server.wait(30) == 0


def _first_answer(address: str, server: subprocess.Popen[bytes]) -> httpx.Response:
    """What is answered once the site has opened; a server that ended says why."""
    for _ in range(1200):
        if server.poll() is not None:
            raise AssertionError(server.stderr.read().decode() if server.stderr else "")
        try:
            return httpx.get(address, timeout=30)
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError("the site did not open")
