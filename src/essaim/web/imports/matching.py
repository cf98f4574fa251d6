"""Which structure a row is about: by its number, else by its name in its commune, which somebody has to confirm."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

from essaim.observatory.directory.index import Index
from essaim.observatory.directory.structures import Structure
from essaim.observatory.language import Text
from essaim.observatory.reference.names import fold
from essaim.observatory.store.reader import Store
from essaim.web.contributions.duplicates import alike
from essaim.web.contributions.models import Sheet
from essaim.web.contributions.places import Home
from essaim.web.imports.entries import Entry
from essaim.web.territories.stores import current_index, current_store

MOST_COMPARED = 1_000  # rows without a number whose name is compared with the whole register
MOST_CANDIDATES = 4
BY_NUMBER = Text("par son SIREN", "by its SIREN")
BY_RNA = Text("par son numéro RNA", "by its RNA number")
BY_KEY = Text("par sa clé", "by its key")
BY_NAME = Text("par son nom et sa commune", "by its name and commune")
BY_CHOICE = Text("confirmée par vous", "confirmed by you")


@dataclass
class Known:
    """What is known of the structures that a file may be about: read at once, however many its rows."""

    register: Index
    structures: dict[str, Structure] = field(default_factory=dict)
    of_rna: dict[str, str] = field(default_factory=dict)
    local: dict[str, list[Sheet]] = field(default_factory=dict)
    compared: int = 0

    @classmethod
    def of(cls, rows: Sequence[Entry], communes: set[str]) -> "Known":
        """Read what these rows name, and the actors that people added in these communes."""
        register, store = current_index(), current_store()
        of_rna = _sirens_of(store, {one.rna for one in rows if one.rna})
        wanted = [*dict.fromkeys([*(one.siren for one in rows if one.siren), *of_rna.values()])]
        local = defaultdict(list)
        for sheet in Sheet.objects.live().local().filter(commune__in=communes):
            local[sheet.commune].append(sheet)
        return cls(register, register.structures(wanted), of_rna, dict(local))

    @cached_property
    def local_by_key(self) -> dict[str, Sheet]:
        return {one.key: one for sheets in self.local.values() for one in sheets}

    def numbered(self, entry: Entry) -> tuple[str, Text] | None:
        """The key of the structure that its number names, and by what; None where the register has none such."""
        if entry.key in self.local_by_key:
            return entry.key, BY_KEY
        if entry.siren in self.structures:
            return entry.siren, BY_NUMBER
        siren = self.of_rna.get(entry.rna, "")
        return (siren, BY_RNA) if siren in self.structures else None

    def same_name(self, name: str, home: Home) -> str:
        """The actor that people added under this very name in this commune; blank where there is none."""
        wanted = fold(name)
        return next((one.key for one in self.local.get(home.commune, ()) if fold(one.name) == wanted), "")

    def candidates(self, name: str, home: Home) -> tuple[tuple[str, str], ...]:
        """What bears nearly that name there; beyond some rows the register is no longer asked, for it takes long."""
        return tuple(islice(dict(self._alike(name, home.commune)).items(), MOST_CANDIDATES))

    def _alike(self, name: str, commune: str) -> Iterator[tuple[str, str]]:
        if self.compared < MOST_COMPARED:
            self.compared += 1
            for one in self.register.similar(name, commune):
                if one.name and one.head_office.commune == commune and alike(one.name, name):
                    self.structures[one.key] = one
                    yield one.key, one.name
        for sheet in self.local.get(commune, ()):
            if alike(sheet.name, name):
                yield sheet.key, sheet.name


def _sirens_of(store: Store, rnas: set[str]) -> dict[str, str]:
    """The SIREN of associations by RNA number; those that withhold theirs are not looked for."""
    if not rnas:
        return {}
    sql = (
        "select association_id, siren from legal_units"
        " where diffusible and association_id in (select unnest($rnas::varchar[])) order by siren"
    )
    return dict(store.rows(sql, {"rnas": sorted(rnas)}))
