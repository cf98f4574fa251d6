"""The report: what each row is about, what it would change, what is wrong and what to do."""

from typing import Any

import pytest

from essaim.observatory.directory.query import Query
from essaim.observatory.directory.structures import Structure
from essaim.observatory.reference.geography import find_territory
from essaim.web.contributions.actions.revisions import keep
from essaim.web.contributions.known import sheet_of
from essaim.web.contributions.models import LabelKind, Sheet
from essaim.web.imports.checking import NEW, check
from essaim.web.imports.fields import proposed
from essaim.web.imports.report import Outcome, Report, Verdict
from essaim.web.imports.tables.delimited import written
from essaim.web.imports.tables.reading import read_table
from essaim.web.territories.stores import current_index
from tests.web.contributions.conftest import Scene

HEADINGS = ["Nom", "SIRET", "RNA", "Commune", "Objet", "Site", "Mail", "Tel", "Secteur", "Label", "Statut juridique"]
BLANK = dict.fromkeys(HEADINGS, "")


def registered(count: int = 4) -> list[Structure]:
    """Structures of Dijon whose name is known and whose SIREN begins with a zero, as spreadsheets lose it."""
    every = current_index().every(Query(territory=find_territory("commune:21231")))
    kept = (one for one in every if one.name and one.siren.startswith("0"))
    return [one for one, _ in zip(kept, range(count), strict=False)]


def checked(scene: Scene, *rows: dict[str, str], **told: Any) -> Report:
    content = "".join(written([HEADINGS, *[list((BLANK | row).values()) for row in rows]])).encode()
    table = read_table(content)
    return check(table, proposed(table.headings), scene.a, **told)


def one(scene: Scene, row: dict[str, str], **told: Any) -> Verdict:
    [found] = checked(scene, row, **told).verdicts
    return found


def said(verdict: Verdict) -> str:
    return verdict.told("fr")


def test_a_number_finds_the_structure_whatever_a_spreadsheet_did_to_it(scene: Scene) -> None:
    first = registered(1)[0]
    siret = first.head_office.siret
    for cell in (
        siret,
        siret[:9],
        siret.lstrip("0"),
        f"{siret[:3]} {siret[3:6]} {siret[6:9]} {siret[9:]}",
        f"'{siret}",
    ):
        found = one(scene, {"SIRET": cell, "Objet": "Nous réparons."})
        assert (found.key, found.outcome) == (first.siren, Outcome.CHANGE), cell
        assert found.changes == {"description": "Nous réparons."}
        assert found.at_once
    found = one(scene, {"SIRET": "8,52E+13", "Nom": "Inconnue", "Commune": "Dijon"})
    assert "notation scientifique" in said(found)


def test_an_rna_number_finds_the_association(scene: Scene) -> None:
    association = next(
        one for one in current_index().every(Query(territory=find_territory("commune:21231"))) if one.rna and one.name
    )
    found = one(scene, {"RNA": association.rna or "", "Objet": "x"})
    assert found.key == association.siren
    assert "RNA" in said(one(scene, {"RNA": "W1", "Nom": "X", "Commune": "Dijon"}))


def test_a_name_in_its_commune_is_a_question(scene: Scene) -> None:
    first = registered(1)[0]
    row = {"Nom": str(first.name).title(), "Commune": "Dijon", "Objet": "x"}
    found = one(scene, row)
    assert found.outcome == Outcome.DOUBT
    assert first.siren in dict(found.candidates)
    assert one(scene, row, choices={2: first.siren}).key == first.siren
    assert one(scene, row, choices={2: NEW}).outcome == Outcome.NEW


def test_what_nobody_knows_is_a_new_actor(scene: Scene) -> None:
    found = one(scene, {"Nom": "Zinzolin Qwertz", "Commune": "DIJON CEDEX", "Secteur": "Autres activités de services"})
    assert (found.outcome, found.home.commune if found.home else "") == (Outcome.NEW, "21231")


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"Nom": "A", "Commune": "Xqzxqz"}, "commune inconnue"),
        ({"Nom": "A"}, "pas de commune"),
        ({"Commune": "Dijon"}, "ni numéro ni nom"),
        ({"Nom": "A", "Commune": "Besançon"}, "hors de votre territoire"),
        ({"SIRET": "73282932000074"}, "n'est pas celui d'une structure"),
        ({"Nom": "A", "Commune": "Dijon", "Statut juridique": "Auto-entrepreneur"}, "personne physique"),
        ({"Nom": "M. Jean Exemple", "Commune": "Dijon"}, "personne physique"),
        ({"SIRET": "1840775123456", "Nom": "A", "Commune": "Dijon"}, "sécurité sociale"),
    ],
)
def test_what_leaves_a_row_out_is_told_with_a_remedy(scene: Scene, row: dict[str, str], words: str) -> None:
    found = one(scene, row)
    assert found.outcome == Outcome.REFUSED
    assert words in said(found)
    assert "→" in said(found)


def test_bad_cells_are_left_out_and_the_row_stays(scene: Scene) -> None:
    siret = registered(1)[0].head_office.siret
    row = {
        "SIRET": siret,
        "Objet": "Bien.",
        "Site": "http://",
        "Mail": "pas une adresse",
        "Tel": "abc",
        "Label": "Un autre réseau",
    }
    found = one(scene, row)
    assert found.changes == {"description": "Bien."}
    for words in ("site illisible", "e-mail illisible", "téléphone illisible", "label que vous n'accordez pas"):
        assert words in said(found)
    assert "formule" in said(one(scene, {"SIRET": siret, "Objet": "=cmd|' /C calc'!A0"}))
    good = one(
        scene, {"SIRET": siret, "Site": "www.ruche.example", "Mail": "Bonjour@Ruche.example", "Tel": "261910000"}
    )
    assert good.changes["website"] == "https://www.ruche.example"
    assert good.changes["contact"] == {"email": "bonjour@ruche.example", "phone": "02 61 91 00 00"}


def test_duplicates_inside_the_file_are_taken_once(scene: Scene) -> None:
    siret = registered(1)[0].head_office.siret
    first, second = checked(scene, {"SIRET": siret, "Objet": "a"}, {"SIRET": siret[:9], "Objet": "b"}).verdicts
    assert (first.outcome, second.outcome) == (Outcome.CHANGE, Outcome.REFUSED)
    assert "doublon de la ligne 2" in said(second)


def test_a_kept_sheet_waits_and_a_hidden_one_is_left_alone(scene: Scene) -> None:
    kept, hidden, *_ = registered(2)
    sheet = keep(sheet_of(kept.siren))
    scene.sheet = sheet
    scene.speak()
    found = one(scene, {"SIRET": kept.siren, "Objet": "x"})
    assert (found.outcome, found.at_once) == (Outcome.CHANGE, False)
    Sheet.objects.filter(pk=keep(sheet_of(hidden.siren)).pk).update(hidden=True)
    assert one(scene, {"SIRET": hidden.siren, "Objet": "x"}).outcome == Outcome.REFUSED


def test_what_is_written_already_changes_nothing_and_a_blank_erases_nothing(scene: Scene) -> None:
    first = registered(1)[0]
    sheet = keep(sheet_of(first.siren))
    scene.publish({"description": "Là.", "website": "https://la.example"}, sheet)
    assert one(scene, {"SIRET": first.siren, "Objet": "Là."}).outcome == Outcome.SAME
    found = one(scene, {"SIRET": first.siren, "Objet": "Ailleurs."})
    assert (found.changes, found.replaced) == ({"description": "Ailleurs."}, ("description",))


def test_labels_of_the_authority_are_known(scene: Scene) -> None:
    LabelKind.objects.create(authority=scene.a, name="Réseau local", criteria="x", months=12)
    siret = registered(1)[0].head_office.siret
    assert one(scene, {"SIRET": siret, "Label": "réseau local"}).labels == ("Réseau local",)


def test_columns_are_counted(scene: Scene) -> None:
    siret = registered(1)[0].head_office.siret
    report = checked(scene, {"SIRET": siret.lstrip("0"), "Mail": "non"}, {"Nom": "A", "Commune": "Xqzxqz"})
    told = {column.heading: column for column in report.columns}
    assert (told["SIRET"].filled, told["SIRET"].empty, told["SIRET"].repaired) == (1, 1, 1)
    assert (told["Mail"].faults, told["Mail"].examples) == (1, ["non"])
    assert told["Commune"].faults == 1
    assert sum(report.counts.values()) == 2
