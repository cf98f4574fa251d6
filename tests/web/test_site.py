"""The site as a whole: headers, no script in any page, both languages, settings, migrations, commands."""

import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.template import engines
from django.test import Client, RequestFactory
from django.urls import reverse

import essaim.web
from essaim.observatory.language import spaced
from essaim.web.accounts.demo import AUTHORITIES, PASSWORD, PEOPLE, populate
from essaim.web.accounts.models import Authority, Membership, Role, User
from essaim.web.config.environment import secret_key
from essaim.web.design import views
from tests.web.conftest import World
from tests.web.matrix import MATRIX

WEB = Path(essaim.web.__file__).parent
TEMPLATES = sorted(WEB.rglob("templates/**/*.html"))


def pages(client: Client) -> list[tuple[str, str]]:
    """The text of every page of the matrix that this visitor may read."""
    found = []
    for name, (_, arguments) in MATRIX.items():
        if name == "switch_language":
            continue
        answer = client.get(reverse(name, kwargs=arguments))
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            found.append((name, answer.content.decode()))
    return found


@pytest.mark.parametrize("who", ["anonymous", Role.ADMINISTRATOR])
def test_no_page_holds_a_script_of_its_own_a_style_element_or_a_foreign_address(world: World, who: str) -> None:
    seen = pages(world.client(who))
    assert len(seen) > 8
    for name, page in seen:
        harmless = r' type="module" src="/static/[\w./-]+"></script>| type="application/ld\+json">'
        assert not re.search(rf"<script(?!{harmless})", page), name
        assert not re.search(r"<style|\son\w+=|javascript:", page), name
        assert not re.search(r'(?:src|action)="(?:https?:)?//', page), name
        assert re.search(r'<html lang="fr">', page), name
        assert page.count("<h1") == 1, name


def test_headers_of_security(client: Client) -> None:
    for address in ("/", "/compte/login/", "/nowhere/"):
        answer = client.get(address)
        policy = dict(part.strip().partition(" ")[::2] for part in answer["Content-Security-Policy"].split(";"))
        assert policy["default-src"] == "'none'"
        assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
        assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["X-Frame-Options"] == "DENY"
        assert answer["Referrer-Policy"] == "strict-origin-when-cross-origin"


def test_a_visitor_who_only_reads_gets_no_cookie(client: Client) -> None:
    for address in ("/", "/territoires/?q=dijon", "/territoires/commune/21231/", "/collectivites/"):
        assert not client.get(address).cookies


def test_pages_that_help_when_something_fails(client: Client, rf: RequestFactory) -> None:
    assert "n'existe pas" in client.get("/nowhere/").content.decode()
    for view, code in ((views.bad_request, 400), (views.forbidden, 403), (views.not_found, 404)):
        request = rf.get("/")
        request.user = User()  # type: ignore[assignment]
        request.session = {}  # type: ignore[assignment]
        answer = view(request, Exception())
        assert answer.status_code == code
        assert "Et maintenant" in answer.content.decode()
    assert views.server_error(rf.get("/")).status_code == 500
    strict = Client(enforce_csrf_checks=True)
    refused = strict.post("/compte/login/", {"login": "a@b.example"})
    assert refused.status_code == 403
    assert "formulaire a expiré" in refused.content.decode()


def test_every_page_in_english_has_no_french_left(world: World) -> None:
    """Words that only French has, in the text of any page; names of places and people are not words."""
    client = world.client(Role.ADMINISTRATOR)
    client.cookies["language"] = "en"
    french = re.compile(r"\b(?:votre|vous|cette|une|pour|mot de passe|adresse|retirer|ajouter|chercher)\b", re.I)
    for name, page in pages(client):
        # Official labels of activities and forms are only published in French, and said to be so.
        text = re.sub(r"<[^>]+>", " ", re.sub(r'<(\w+) (?:[^>]* )?lang="fr".*?</\1>', "", page, flags=re.S))
        assert not french.search(text), (name, french.search(text))


def test_every_page_in_french_has_no_english_left(world: World) -> None:
    english = re.compile(r"\b(?:your|the|please|password|enter|you)\b", re.I)
    for who in ("anonymous", Role.ADMINISTRATOR):
        for name, page in pages(world.client(who)):
            text = re.sub(r"<[^>]+>", " ", re.sub(r'<a [^>]*lang="en".*?</a>', "", page, flags=re.S))
            assert not english.search(text), (name, english.search(text))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(WEB)))
def test_words_of_templates_are_said_in_both_languages(path: Path) -> None:
    """Words stand in `tr` or `fr`/`en`; what remains is markup and names."""
    if path.name == "500.html":  # on its own, in both languages at once
        return
    text = path.read_text(encoding="utf-8")
    for fr, en in re.findall(r'{% tr "([^"]*)" "([^"]*)"', text):
        assert fr.strip(), path
        assert en.strip(), path
    text = re.sub(r"{% block width %}.*?{% endblock %}", "", text)
    text = re.sub(r"{% fr %}.*?{% en %}.*?{% endfr %}|{#.*?#}|{%.*?%}|{{.*?}}|<[^>]+>", " ", text, flags=re.S)
    names = {"Essaim", "AGPL-3.0-or-later", "Sirene", "SCOP", "Associations", "strict", "INSEE"}
    left = set(re.findall(r"[^\W\d_]{3,}[\w.-]*", text)) - names
    assert not left, left


def test_every_template_compiles_and_is_used() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in [*WEB.rglob("*.py"), *TEMPLATES])
    for path in TEMPLATES:
        name = str(path).split("/templates/")[1]
        engines["django"].get_template(name)
        known = name.startswith(("allauth/", "django/", "account/", "mfa/", "socialaccount/"))
        assert known or name in sources, f"{name} is used nowhere"


def test_french_signs_never_begin_a_line() -> None:
    assert spaced("Qui ? « Nous » : 12 %") == "Qui\u202f? «\xa0Nous\xa0»\xa0: 12\xa0%"
    assert spaced("1 250 communes, 35 000 000 habitants en 2026, 9 h") == (
        "1\u202f250 communes, 35\u202f000\u202f000 habitants en 2026, 9 h"
    )


def test_migrations_are_all_there() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_the_settings_of_a_production_pass_the_deployment_check(tmp_path: Path) -> None:
    """As deployed: an https address, no DEBUG, a key that the site makes for itself."""
    told = run_manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING", url="https://ess.example.fr")
    assert told.returncode == 0, told.stderr
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0


def run_manage(folder: Path, *arguments: str, url: str = "") -> subprocess.CompletedProcess[str]:
    kept = {key: value for key, value in os.environ.items() if key in ("PATH", "HOME")}
    environment = kept | {"ESSAIM_DATA": str(folder), "ESSAIM_URL": url}
    return subprocess.run(
        [sys.executable, "-m", "essaim", "manage", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_key_is_made_once_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    made = secret_key(tmp_path / "site")
    assert len(made) > 60
    assert secret_key(tmp_path / "site") == made
    monkeypatch.setenv("SECRET_KEY", "given")
    assert secret_key(tmp_path / "site") == "given"


def test_every_setting_of_the_environment_is_documented() -> None:
    read = "".join((WEB / f"config/{name}.py").read_text(encoding="utf-8") for name in ("settings", "environment"))
    names = set(re.findall(r'(?:flag|listed|environ\.get|getenv)\("(\w+)"', read)) | {"DATABASE_URL"}
    told = (WEB.parents[2] / "docs/deploy.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in told for name in names), {name for name in names if f"`{name}`" not in told}


def test_an_authority_is_created_by_a_command() -> None:
    told = io.StringIO()
    arguments = {"territory": ["Dijon Métropole"], "administrator": "Marie@Example.fr", "slug": None}
    call_command("create_authority", "Dijon Métropole", stdout=told, **arguments)
    assert "/collectivites/dijon-metropole/" in told.getvalue()
    assert Membership.objects.get().user.email == "marie@example.fr"
    assert Authority.objects.get().coverage.get().code == "242100410"


def test_the_demonstration_has_every_role_and_three_authorities_and_is_made_once() -> None:
    populate()
    populate()
    assert Authority.objects.count() == len(AUTHORITIES) == 3
    assert User.objects.get_queryset().count() == len(PEOPLE)
    assert set(Membership.objects.values_list("role", flat=True)) == set(Role.values)
    for person in PEOPLE:
        assert Client().login(email=person.email, password=PASSWORD)


def test_the_suite_runs_on_the_database_that_was_asked_for() -> None:
    wanted = "postgresql" if "TEST_DATABASE_URL" in os.environ else "sqlite"
    assert connection.vendor == wanted
