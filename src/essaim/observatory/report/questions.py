"""The list of establishments to telephone, in words, and as the file that `essaim build --known` reads once filled."""

import csv
import io

from essaim.observatory.diagnosis.diagnose import Diagnosis
from essaim.observatory.language import Language, Text
from essaim.observatory.reference.geography import territories_of
from essaim.observatory.reference.tables import read_table
from essaim.observatory.report.numbers import number, percent

TITLE = Text("Effectifs à demander", "Head counts to ask for")
LISTED = Text("Établissements à interroger", "Establishments to ask")
COLUMNS = {
    "commune": Text("Commune", "Commune"),
    "band": Text("Tranche d'effectif", "Head-count band"),
    "gain": Text("Gain à lui seul", "Gain alone"),
}
LANGUAGES: tuple[Language, Language] = ("fr", "en")
HEADER = ("siret", "effectif", "notion", "date", "source", "qui", "public", "nom", "commune", "tranche", "gain")


def introduction(diagnosis: Diagnosis) -> Text | None:
    """What knowing all of them would bring; None where nobody is worth asking."""
    if not diagnosis.to_ask:
        return None
    count, together = len(diagnosis.to_ask), diagnosis.to_ask[-1].together
    whose = (
        Text("de cet établissement", "of this establishment")
        if count == 1
        else Text(f"de ces {count} établissements", f"of these {count} establishments")
    )
    less = [percent(together, language, 0) for language in LANGUAGES]
    return Text(
        f"Connaître l'effectif exact {whose.fr} réduirait de {less[0]} la largeur de l'intervalle des postes de l'ESS."
        " Essaim en fait un fichier à remplir.",
        f"Knowing the exact head count {whose.en} would narrow the interval of ESS posts by {less[1]}."
        " Essaim makes a file of them to fill in.",
    )


def listed(diagnosis: Diagnosis, language: Language) -> list[dict[str, str]]:
    """Name, place, band and gain of each, ready to be shown."""
    names = _communes(diagnosis)
    return [
        {
            "name": one.name,
            "siret": one.siret,
            "commune": names.get(one.commune, one.commune),
            "band": band_label(one.band, language),
            "gain": percent(one.gain, language),
        }
        for one in diagnosis.to_ask
    ]


def to_fill_in(diagnosis: Diagnosis) -> bytes:
    """One line for each, its head count, date, source, author and openness left to be filled (UTF-8 with its mark)."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADER)
    names = _communes(diagnosis)
    for one in diagnosis.to_ask:
        commune = names.get(one.commune, one.commune)
        answers = ("", "postes", "", "", "", "non")
        writer.writerow((one.siret, *answers, one.name, commune, band_label(one.band, "fr"), percent(one.gain, "fr")))
    return text.getvalue().encode("utf-8-sig")


def band_label(band: str, language: Language) -> str:
    """The limits of a head-count band: 250 à 499."""
    row = next(row for row in read_table("headcount_bands") if row["code"] == band)
    low = number(int(row["min"]), 0, language)
    if not row["max"]:
        return Text(f"{low} et plus", f"{low} or more").in_(language)
    return Text("{} à {}", "{} to {}").in_(language).format(low, number(int(row["max"]), 0, language))


def _communes(diagnosis: Diagnosis) -> dict[str, str]:
    codes = sorted({one.commune for one in diagnosis.to_ask})
    found = territories_of("commune", codes, diagnosis.territory.cog) if codes else {}
    return {code: one.name for code, one in found.items()}
