"""Labels and statuses that a structure can be found by, each with where it comes from."""

from dataclasses import dataclass
from functools import cache

from essaim.observatory.language import Text
from essaim.observatory.perimeter.rules import SHOWN_SUBFAMILIES
from essaim.observatory.reference.legal_forms import family_label
from essaim.observatory.reference.tables import read_table


@dataclass(frozen=True)
class Label:
    """`source` is the data set that grants it, `subfamily` or `kind` what it stands on there."""

    code: str
    bit: int
    name: Text
    source: str
    subfamily: str = ""
    kind: str = ""

    def bit_in_sql(self, unit: str) -> str:
        """SQL that gives the bit of this label for a row of legal units named `unit`, or 0."""
        if self.subfamily:
            test = f"{unit}.subfamily = '{self.subfamily}'"
        elif self.kind:
            test = f"coalesce(list_contains(string_split({unit}.siae_kinds, ' '), '{self.kind}'), false)"
        else:
            test = f"{unit}.in_esus"
        return f"case when {test} then {self.bit} else 0 end"


@cache
def labels() -> dict[str, Label]:
    """Every label by code: ESUS, recognised co-operative forms, work-integration and adapted structures."""
    esus = ("esus", Text("Agrément ESUS", "ESUS approval"), "esus_list", "", "")
    forms = [
        (code, family_label(subfamily), "sirene_legal_units", subfamily, "")
        for subfamily, code in SHOWN_SUBFAMILIES.items()
    ]
    kinds = [
        (
            f"siae:{row['code']}",
            Text(f"{row['label_fr']} ({row['code']})", f"{row['label_en']} ({row['code']})"),
            "siae",
            "",
            row["code"],
        )
        for row in read_table("siae_kinds")
    ]
    every = [esus, *forms, *kinds]
    return {
        code: Label(code, 1 << place, name, source, subfamily, kind)
        for place, (code, name, source, subfamily, kind) in enumerate(every)
    }


def labels_in(bits: int) -> tuple[str, ...]:
    """The codes held in a sum of bits."""
    return tuple(label.code for label in labels().values() if bits & label.bit)
