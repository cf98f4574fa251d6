"""Chapters "dynamics" and "demography": their tables."""

from essaim.observatory.diagnosis.catalogue import catalogue
from essaim.observatory.diagnosis.diagnose import Diagnosis
from essaim.observatory.language import Text
from essaim.observatory.report.dynamics import associations
from essaim.observatory.report.grid import Column, Grid, Row, at, everywhere, places, present, values, where_known
from essaim.observatory.report.words import word

EVENTS = ("birth", "closure")
# Fields of D1 and D2 that are counted alike: posts on 31 December, mean employees of the private sector.
POSTS, PRIVATE = ("ess", "all"), ("ess_private", "private")
AGES = ("3", "5")
ALL_TOGETHER = Text("Ensemble", "All together")


def dynamics(diagnosis: Diagnosis) -> list[Grid]:
    """D1 to D3 and D9: jobs; D4: the change of the stock, and the stock of every year."""
    return [
        _change_of_jobs(diagnosis),
        _jobs_by_year(diagnosis, POSTS, catalogue()["D2"].name),
        _jobs_by_year(diagnosis, PRIVATE, Text("Emploi privé en base 100 (Urssaf)", "Private jobs, base 100 (Urssaf)")),
        _effects(diagnosis),
        _change_of_stock(diagnosis),
        _stock(diagnosis),
    ]


def _named(field: str, measure: str) -> Text:
    one, other = word("field", field), word("measure", measure)
    return Text(f"{one.fr} : {other.fr.lower()}", f"{one.en}: {other.en.lower()}")


def _change_of_jobs(diagnosis: Diagnosis) -> Grid:
    rows = [
        everywhere(diagnosis, "D1", _named(field, measure), field=field, measure=measure)
        for field in values(diagnosis, "D1", "field")
        for measure in ("change", "yearly")
    ]
    contribution = everywhere(diagnosis, "D3", catalogue()["D3"].name)
    return Grid(catalogue()["D1"].name, at(places(diagnosis)), present([*rows, contribution]), bounded=())


def _jobs_by_year(diagnosis: Diagnosis, counted: tuple[str, ...], title: Text) -> Grid:
    """Posts and base 100 of fields counted alike; without two years, one line says why posts are not followed."""
    fields = [field for field in values(diagnosis, "D2", "field") if field in counted]
    columns = [
        (Column(_named(field, measure), diagnosis.territory), {"field": field, **part})
        for field in fields
        for measure, part in (("employees" if counted == PRIVATE else "jobs", {"measure": "jobs"}), ("base_100", {}))
    ]
    years = years_of_jobs(diagnosis, counted)
    rows = [
        Row(word("year", year), tuple(diagnosis.find("D2", **part, year=year) for _, part in columns)) for year in years
    ]
    if not years and counted == POSTS:
        rows = [Row(word("field", field), (diagnosis.find("D2", field=field),)) for field in fields]
    kept = tuple(column for column, _ in columns) if years else at([diagnosis.territory])
    return where_known(Grid(title, kept, present(rows), bounded=()))


def years_of_jobs(diagnosis: Diagnosis, counted: tuple[str, ...]) -> list[str]:
    """The years in which some of these fields are told."""
    told = (one.breakdown for one in diagnosis.own("D2") if one.breakdown["field"] in counted)
    return sorted({part["year"] for part in told if "year" in part})


def _effects(diagnosis: Diagnosis) -> Grid:
    fields = values(diagnosis, "D9", "field")
    rows = [
        Row(word("measure", measure), tuple(diagnosis.find("D9", field=field, measure=measure) for field in fields))
        for measure in ("change", "national", "mix", "local")
    ]
    columns = tuple(Column(word("field", field), diagnosis.territory) for field in fields)
    return where_known(Grid(catalogue()["D9"].name, columns, present(rows), bounded=()))


def _change_of_stock(diagnosis: Diagnosis) -> Grid:
    rows = [
        everywhere(diagnosis, "D4", word("measure", measure), measure=measure) for measure in ("change", "yearly")
    ] + [
        everywhere(diagnosis, "D4", word("family", family), measure="change", family=family)
        for family in values(diagnosis, "D4", "family")
    ]
    return Grid(catalogue()["D4"].name, at(places(diagnosis)), present(rows))


def _stock(diagnosis: Diagnosis) -> Grid:
    title = Text("Établissements de l'ESS actifs le 31 décembre", "ESS establishments active on 31 December")
    rows = [
        everywhere(diagnosis, "D4", word("year", year), measure="active", year=year)
        for year in values(diagnosis, "D4", "year")
    ]
    return Grid(title, at(places(diagnosis)), present(rows))


def demography(diagnosis: Diagnosis) -> list[Grid]:
    """D5 by year, by family and by sector, D6, D8 and D7."""
    return [
        _events_by_year(diagnosis),
        *(_events_by(diagnosis, key, title) for key, title in _parts().items()),
        _first_employers(diagnosis),
        _survival(diagnosis),
        *associations.grids(diagnosis),
    ]


def _events_by_year(diagnosis: Diagnosis) -> Grid:
    here, *above = places(diagnosis)[:2]
    years = values(diagnosis, "D5", "year")
    seen = bool(years) and diagnosis.find("D5", event="reopening", year=years[0]) is not None
    measures = [(here, event) for event in (("birth", "reopening", "closure") if seen else EVENTS)]
    measures += [(place, event) for place in above for event in EVENTS]
    rows = [
        Row(
            word("year", year),
            tuple(diagnosis.find("D5", place, event=event, year=year) for place, event in measures),
        )
        for year in years
    ]
    columns = tuple(Column(word("event", event), place) for place, event in measures)
    return Grid(catalogue()["D5"].name, columns, tuple(rows), bounded=())


def _parts() -> dict[str, Text]:
    return {
        "family": Text("Créations et cessations par famille", "Births and closures by family"),
        "sector": Text("Créations et cessations par secteur", "Births and closures by sector"),
    }


def _events_by(diagnosis: Diagnosis, key: str, title: Text) -> Grid:
    """Over all the years that are followed."""
    rows = [
        Row(word(key, part), tuple(diagnosis.find("D5", event=event, **{key: part}) for event in EVENTS))
        for part in values(diagnosis, "D5", key)
    ]
    return Grid(title, tuple(Column(word("event", event)) for event in EVENTS), tuple(rows), bounded=(), barred=(0,))


def _first_employers(diagnosis: Diagnosis) -> Grid:
    rows = [
        everywhere(diagnosis, "D6", catalogue()["D6"].name),
        *(everywhere(diagnosis, "D6", word("year", year), year=year) for year in values(diagnosis, "D6", "year")),
    ]
    return Grid(catalogue()["D6"].name, at(places(diagnosis)), present(rows), bounded=())


def _survival(diagnosis: Diagnosis) -> Grid:
    """All the cohorts together, then each family, then each cohort: here, and beside France."""
    measures = [(place, age) for place in (diagnosis.territory, *diagnosis.parents[-1:]) for age in AGES]

    def row(label: Text, **part: str) -> Row:
        return Row(label, tuple(diagnosis.find("D8", place, age=age, **part) for place, age in measures))

    rows = [
        row(ALL_TOGETHER),
        *(row(word("family", family), family=family) for family in values(diagnosis, "D8", "family")),
        *(row(word("cohort", cohort), cohort=cohort) for cohort in values(diagnosis, "D8", "cohort")),
    ]
    columns = tuple(Column(word("age", age), place) for place, age in measures)
    return Grid(catalogue()["D8"].name, columns, present(rows), bounded=(0, 1))
