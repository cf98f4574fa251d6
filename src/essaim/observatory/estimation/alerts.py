"""What an estimate has to say besides its figures: margins that contradict the bands, values that do not fit."""

from dataclasses import dataclass
from typing import Literal

from essaim.observatory.language import Text

AlertKind = Literal["empty_cell", "fixed_above_margin", "far_from_bands", "residual", "above_limit"]

_WHAT: dict[AlertKind, Text] = {
    "empty_cell": Text(
        "aucun établissement ne peut porter ce total ; il n'a pas été appliqué",
        "no establishment can carry this total; it was not applied",
    ),
    "fixed_above_margin": Text(
        "les effectifs connus dépassent à eux seuls le total publié ; ils l'emportent",
        "the known head-counts alone exceed the published total; they win",
    ),
    "far_from_bands": Text(
        "le total publié s'écarte des tranches de plus de 30 % en moins ou 40 % en plus ; suivi jusque-là seulement",
        "the published total is more than 30 % under or 40 % over the bands; it was followed only that far",
    ),
    "residual": Text(
        "le total publié n'a pas été atteint à 5 % près",
        "the published total was not reached within 5 %",
    ),
    "above_limit": Text(
        "l'ESS dépasse l'ensemble des postes publiés, de plus que ce que les tranches laissent incertain",
        "the ESS is above all published posts, by more than the bands leave uncertain",
    ),
}


@dataclass(frozen=True)
class Alert:
    """One cell of one margin: what is wrong, the published total and the estimated one, in posts.

    `name` is what the cell is called, where it has a name; else it is told by its number. `place` is the key of the
    territory that it is of ("departement:21"), or of the employment zone ("zone:2602"); blank where that is not known.
    `at_least` says that `estimated` is only a lower limit: that of one establishment is never told.
    """

    kind: AlertKind
    margin: str
    cell: int
    published: float
    estimated: float
    name: Text | None = None
    place: str = ""
    at_least: bool = False

    @property
    def residual(self) -> float:
        """Published less estimated, in posts."""
        return self.published - self.estimated

    @property
    def text(self) -> Text:
        what, cell = _WHAT[self.kind], self.name or Text(f"case {self.cell}", f"cell {self.cell}")
        told = f"{self.published:.0f}", f"{self.estimated:.0f}", f"{self.residual:+.0f}"
        how = Text("au moins", "at least") if self.at_least else Text("estimé", "estimated")
        return Text(
            f"{self.margin}, {cell.fr} : {what.fr} (publié {told[0]}, {how.fr} {told[1]}, écart {told[2]})",
            f"{self.margin}, {cell.en}: {what.en} (published {told[0]}, {how.en} {told[1]}, gap {told[2]})",
        )

    @property
    def told(self) -> dict[str, str]:
        """As a manifest holds it: the text in both languages, and the place."""
        return {**self.text._asdict(), "place": self.place}
