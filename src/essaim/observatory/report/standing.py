"""The grids that set a territory in its place: what it is, what it is compared with, what it is made of."""

from essaim.observatory.diagnosis.catalogue import catalogue
from essaim.observatory.diagnosis.diagnose import Diagnosis
from essaim.observatory.language import Text
from essaim.observatory.perimeter.rules import PERIMETERS
from essaim.observatory.reference.geography import LEVEL_NAMES, Territory
from essaim.observatory.report.grid import Column, Grid, Row, at, everywhere, places, present, values
from essaim.observatory.report.likeness import why
from essaim.observatory.report.words import word

MOST_PARTS = 30  # a page; the other parts are in the tables to download


def framing(diagnosis: Diagnosis) -> list[Grid]:
    """Population and employment, then employment by sector."""
    name = {id_: indicator.name for id_, indicator in catalogue().items()}
    rows = [everywhere(diagnosis, indicator, name[indicator]) for indicator in ("K1", "K2", "K3", "K4")]
    sectors = [
        everywhere(diagnosis, "K5", word("sector", sector), sector=sector)
        for sector in values(diagnosis, "K5", "sector")
    ]
    columns = at(places(diagnosis))
    return [
        Grid(Text("Population et emploi", "Population and employment"), columns, present(rows)),
        Grid(name["K5"], columns, present(sectors), barred=(0,)),
    ]


def comparisons(diagnosis: Diagnosis) -> list[Grid]:
    """Among those of its kind, among those that resemble it, in those that hold it, and inside it."""
    return [_rank(diagnosis), _comparable(diagnosis), _within(diagnosis), _inside(diagnosis)]


def perimeters(diagnosis: Diagnosis) -> Grid:
    """Every perimeter on a line."""
    measures = ("establishments", "jobs", "share")
    rows = [
        Row(
            Text(*(name[:1].upper() + name[1:] for name in perimeter.label)),
            tuple(diagnosis.find("R3", perimeter=id_, measure=measure) for measure in measures),
            perimeter.definition,
        )
        for id_, perimeter in PERIMETERS.items()
    ]
    columns = tuple(Column(word("measure", measure)) for measure in measures)
    return Grid(catalogue()["R3"].name, columns, present(rows), bounded=(1, 2))


def _rank(diagnosis: Diagnosis) -> Grid:
    row = everywhere(diagnosis, "W14", catalogue()["W14"].name)
    return Grid(Text("Rang", "Rank"), at(places(diagnosis)), present([row]))


def _comparable(diagnosis: Diagnosis) -> Grid:
    """The territory, its position among comparable ones, then each of them and why it is."""
    here, peers = diagnosis.territory, diagnosis.peers
    measures = ("rank", "peers_median", "peers_low", "peers_high")
    rows = [Row(_name(here), (diagnosis.find("W6"),))] if peers.listed else []
    rows += [Row(word("measure", measure), (diagnosis.find("W15", measure=measure),)) for measure in measures]
    rows += [Row(_name(peer.territory), (diagnosis.find("W6", peer.territory),), why(peer)) for peer in peers.listed]
    title = Text("Territoires comparables", "Comparable territories")
    return Grid(title, (Column(catalogue()["W6"].name),), present(rows))


def _within(diagnosis: Diagnosis) -> Grid:
    rows = [Row(_name(parent), (diagnosis.find("W13", within=parent.level),)) for parent in places(diagnosis)[1:]]
    title = Text("Part du territoire dans l'ESS de…", "Part of the territory in the ESS of…")
    return Grid(title, at([diagnosis.territory]), present(rows), barred=(0,))


def _inside(diagnosis: Diagnosis) -> Grid:
    """The parts with most posts; those without an employer of the ESS are counted by the sentence above."""
    measures = ("W1", "W3", "W6")
    rows = [Row(_name(part), tuple(diagnosis.find(one, part) for one in measures)) for part in largest_parts(diagnosis)]
    columns = tuple(Column(catalogue()[one].name) for one in measures)
    return Grid(_inside_title(diagnosis), columns, present(rows), bounded=(1, 2), barred=(2,))


def largest_parts(diagnosis: Diagnosis) -> list[Territory]:
    """The parts of the territory that employ most in the ESS, by decreasing posts; hidden ones last."""
    posts = {
        part: figure.bound_low if figure.banded else figure.value
        for part in diagnosis.parts
        if (figure := diagnosis.find("W3", part)) and figure.value != 0
    }
    return sorted(posts, key=lambda part: -(posts[part] or 0))[:MOST_PARTS]


def _inside_title(diagnosis: Diagnosis) -> Text:
    if not diagnosis.parts:
        return Text("", "")
    level = LEVEL_NAMES[diagnosis.parts[0].level]
    shown, known = len(largest_parts(diagnosis)), len(diagnosis.parts)
    if shown < known:
        return Text(
            f"Par {level.fr} : les {shown} premières sur {known}" if shown > 1 else f"Par {level.fr} : une sur {known}",
            f"By {level.en}: the first {shown} of {known}",
        )
    return Text(f"Par {level.fr}", f"By {level.en}")


def _name(territory: Territory) -> Text:
    return Text(territory.name, territory.name)
