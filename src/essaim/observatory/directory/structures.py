"""What the directory says of a structure and of its places of work."""

from dataclasses import dataclass
from datetime import date

from essaim.observatory.language import Text

NAME_WITHHELD = Text("Structure au nom non diffusé", "Structure whose name is withheld")


@dataclass(frozen=True)
class Establishment:
    """One active place of work of a structure.

    Under partial diffusion (`diffusible` false) the register withholds name, address and position: they are None here.
    `longitude` and `latitude` are WGS84 degrees; None where the register has no position, or only that of the commune.
    `approximate` says that they are those of the commune, for what people added without an address that is known.
    """

    siret: str
    name: str | None
    address: str | None
    postcode: str | None
    commune: str
    commune_name: str
    intercommunality: str | None
    departement: str
    region: str
    activity: str | None
    band: str
    employer: bool
    created: date | None
    head_office: bool
    diffusible: bool
    longitude: float | None
    latitude: float | None
    siae_kinds: tuple[str, ...]
    approximate: bool = False


@dataclass(frozen=True)
class Structure:
    """A legal unit of the ESS that has at least one active place of work.

    `tags` is the evidence about it, as the perimeter's rules hold it; `tier` the tier of the narrowest perimeter that
    holds it and `rule` the rule that says so. `establishments` is filled for a page, empty in a list: `places` counts
    them, and `head_office` is the seat, or the first place of work where the seat is not an active one.

    `local` is the key of an actor that people added and registers lack: it has no SIREN, no legal form, no family.
    """

    siren: str
    name: str | None
    acronym: str | None
    legal_form: str
    family: str
    subfamily: str
    tier: int
    rule: str
    tags: int
    activity: str | None
    nomenclature: str | None
    band: str
    created: date | None
    rna: str | None
    insee_flag: bool
    in_ess_france: bool
    in_esus: bool
    siae_kinds: tuple[str, ...]
    labels: tuple[str, ...]
    diffusible: bool
    places: int
    head_office: Establishment
    establishments: tuple[Establishment, ...] = ()
    local: str = ""

    @property
    def key(self) -> str:
        """What its page, its additions and its exports are known by."""
        return self.local or self.siren

    @property
    def shown_name(self) -> Text:
        """Its name, or what stands for it where the register withholds it."""
        return Text(self.name, self.name) if self.name else NAME_WITHHELD
