"""From the file to the result and back: who may, what is written, and that all of it can be undone."""

import io
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from essaim.web.accounts.models import Role
from essaim.web.contributions.actions.revisions import keep
from essaim.web.contributions.known import sheet_of
from essaim.web.contributions.models import Label, LabelKind, Revision, Sheet
from essaim.web.contributions.models.revisions import Origin
from essaim.web.contributions.whole import whole_index
from essaim.web.imports import forms
from essaim.web.imports.models import Import, Written
from essaim.web.imports.tables.delimited import written
from essaim.web.imports.tables.reading import read_table
from tests.web.contributions.conftest import Scene
from tests.web.imports.test_checking import registered

ADDRESS = "/collectivites/dijon/imports/"
HEADINGS = ["Nom", "SIRET", "Ville", "Objet", "Mail", "Label"]


def content(*rows: list[str]) -> bytes:
    return "".join(written([HEADINGS, *rows])).encode()


def sent(client: Client, body: bytes, name: str = "annuaire.csv") -> Import:
    answer = client.post(ADDRESS, {"file": SimpleUploadedFile(name, body)})
    assert answer.status_code == 302, answer.content.decode()
    batch = Import.objects.get()
    mapping = {f"column-{n}": code for n, code in enumerate(batch.mapping[one] for one in read_table(body).headings)}
    assert client.post(f"{ADDRESS}{batch.pk}/colonnes/", mapping).url == f"{ADDRESS}{batch.pk}/"
    return batch


def rows() -> list[list[str]]:
    first, second, *_ = registered(2)
    return [
        ["", first.head_office.siret.lstrip("0"), "", "Nous réparons.", "a@b.example", "Réseau"],
        ["", second.siren, "", "Nous semons.", "", ""],
        ["Zinzolin Qwertz", "", "Dijon", "Un atelier.", "", ""],
        ["Jean", "", "Xqzxqz", "", "", ""],
    ]


def test_from_a_file_to_its_result_and_back(scene: Scene) -> None:
    LabelKind.objects.create(authority=scene.a, name="Réseau", criteria="x", months=12)
    client = scene.client(Role.POLICY_OFFICER)
    first, second, *_ = registered(2)
    batch = sent(client, content(*rows()))
    page = client.get(f"{ADDRESS}{batch.pk}/").content.decode()
    assert "Rien n'est encore écrit" in page
    assert "commune inconnue" in page
    assert not Sheet.objects.filter(key=first.siren).exists()
    file = Import.objects.get().file.name
    assert default_storage.exists(file)
    client.post(f"{ADDRESS}{batch.pk}/")
    batch.refresh_from_db()
    assert (batch.state, batch.author, batch.counts["change"], batch.counts["new"]) == ("done", scene.officer, 2, 1)
    assert not default_storage.exists(file)
    assert Sheet.objects.get(key=first.siren).content == {"description": "Nous réparons."}  # no contact without consent
    revision = Revision.objects.get(sheet__key=second.siren)
    assert (revision.origin, revision.author, revision.remark) == (
        Origin.IMPORT,
        scene.officer,
        "Import de annuaire.csv",
    )
    new = Sheet.objects.get(name="Zinzolin Qwertz")
    assert (new.state, new.is_local) == ("live", True)
    assert whole_index().structure(new.key)
    assert Label.objects.get().decision == "accepted"
    assert "annuaire.csv" in client.get(f"{ADDRESS}{batch.pk}/").content.decode()
    client.post(f"{ADDRESS}{batch.pk}/annuler/")
    batch.refresh_from_db()
    assert (batch.state, batch.counts["left"]) == ("undone", 0)
    assert not any(one.content for one in Sheet.objects.filter(key__in=[first.siren, second.siren]))
    assert Sheet.objects.get(pk=new.pk).state == "refused"
    assert Label.objects.get().decision == "withdrawn"
    assert client.post(f"{ADDRESS}{batch.pk}/annuler/").status_code == 404


def test_the_same_file_twice_changes_nothing(scene: Scene) -> None:
    client = scene.client(Role.POLICY_OFFICER)
    scene.sheet = keep(sheet_of(registered(2)[1].siren))
    scene.speak()
    for expected in ({"change": 2, "new": 1, "same": 0}, {"change": 0, "new": 0, "same": 3}):
        batch = sent(client, content(*rows()))
        client.post(f"{ADDRESS}{batch.pk}/", {"contacts": "1"})
        batch.refresh_from_db()
        assert {name: batch.counts[name] for name in expected} == expected
        told = Revision.objects.count()
        batch.delete()
    assert told == 3
    assert Revision.objects.get(sheet=scene.sheet).decision == "pending"  # somebody keeps that sheet
    assert Sheet.objects.get(key=registered(1)[0].siren).content["contact"] == {"email": "a@b.example"}


def test_undoing_leaves_what_changed_since(scene: Scene) -> None:
    client = scene.client(Role.POLICY_OFFICER)
    batch = sent(client, content(*rows()))
    client.post(f"{ADDRESS}{batch.pk}/")
    sheet = Sheet.objects.get(key=registered(1)[0].siren)
    scene.publish({"description": "Depuis."}, sheet)
    client.post(f"{ADDRESS}{batch.pk}/annuler/")
    batch.refresh_from_db()
    assert batch.counts["left"] == 1
    sheet.refresh_from_db()
    assert sheet.content == {"description": "Depuis."}
    assert "pas été annulée" in client.get(f"{ADDRESS}{batch.pk}/").content.decode()


def test_a_row_in_doubt_is_written_as_the_officer_says(scene: Scene) -> None:
    client = scene.client(Role.POLICY_OFFICER)
    first = registered(1)[0]
    batch = sent(client, content([str(first.name), "", "Dijon", "Le même.", "", ""]))
    assert f'<option value="{first.siren}"' in client.get(f"{ADDRESS}{batch.pk}/").content.decode()
    client.post(f"{ADDRESS}{batch.pk}/", {"row-2": first.siren})
    assert Sheet.objects.get(key=first.siren).content == {"description": "Le même."}


def test_the_report_is_a_file_to_mend_and_send_again(scene: Scene) -> None:
    client = scene.client(Role.POLICY_OFFICER)
    batch = sent(client, content(*rows(), ["=cmd|' /C calc'!A0", "", "Dijon", "", "", ""]))
    body = client.get(f"{ADDRESS}{batch.pk}/rapport.csv").getvalue()
    assert body.startswith(b"\xef\xbb\xbf")
    assert b"\n=cmd" not in body
    again = read_table(body)
    assert again.headings[: len(HEADINGS)] == tuple(HEADINGS)
    assert "commune inconnue" in again.rows[3].cells[-1]
    assert [row.cells[0] for row in again.rows[:3]] == ["", "", "Zinzolin Qwertz"]


def test_faults_of_a_file_and_of_its_columns_are_told(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    client = scene.client(Role.POLICY_OFFICER)
    for body, words in (
        (b"%PDF-1.4 x", "PDF"),
        (b"", "vide"),
        (b"\x00\x01", "ni un tableau"),
        (b"PK\x03\x04x", "classeur"),
    ):
        page = client.post(ADDRESS, {"file": SimpleUploadedFile("x.csv", body)})
        assert page.status_code == 200
        assert words in page.content.decode()
    monkeypatch.setattr(forms, "MOST_BY_PAGE", 3)
    page = client.post(ADDRESS, {"file": SimpleUploadedFile("x.csv", content(*rows()))})
    assert "import_directory" in page.content.decode()
    monkeypatch.undo()
    client.post(ADDRESS, {"file": SimpleUploadedFile("x.csv", content(*rows()))})
    batch = Import.objects.get()
    page = client.post(f"{ADDRESS}{batch.pk}/colonnes/", {"column-0": "name", "column-1": "name"}).content.decode()
    assert "Deux colonnes" in page
    page = client.post(f"{ADDRESS}{batch.pk}/colonnes/", {"column-0": "name"}).content.decode()
    assert "Il faut une colonne de SIRET" in page
    client.post(f"{ADDRESS}{batch.pk}/abandonner/")
    assert not Import.objects.exists()


def test_imports_are_those_of_ones_own_authority(scene: Scene) -> None:
    batch = sent(scene.client(Role.POLICY_OFFICER), content(*rows()))
    for who in (Role.NETWORK_ANIMATOR, Role.SUPPORT_BODY, "other_administrator", "nobody"):
        client = scene.client(who)
        for page in ("", f"{batch.pk}/", f"{batch.pk}/colonnes/", f"{batch.pk}/rapport.csv"):
            assert client.get(f"{ADDRESS}{page}").status_code == 403, (who, page)
    other = scene.client("other_administrator")
    for page in ("", "colonnes/", "rapport.csv"):
        assert other.get(f"/collectivites/besancon/imports/{batch.pk}/{page}").status_code == 404
    assert not Import.objects.visible_to(scene.world.people["other_administrator"]).exists()
    assert Import.objects.visible_to(scene.officer).exists()


def test_the_command_checks_and_writes(scene: Scene, tmp_path: Path) -> None:
    path = tmp_path / "old.csv"
    path.write_bytes(content(*rows()))
    out = io.StringIO()
    call_command("import_directory", path, "--authority", "dijon", "--check", stdout=out)
    assert "commune" in out.getvalue()
    assert not Import.objects.exists()
    call_command("import_directory", path, "--authority", "dijon", stdout=out)
    assert Written.objects.count() == 3
    with pytest.raises(CommandError):
        call_command("import_directory", path, "--authority", "nobody")
