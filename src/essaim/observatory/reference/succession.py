"""What became of communes, and of the territories that they make up, between two official geographies.

Bundled codes are the same in every year: each one says which commune holds it. So the ground of a territory is the set
of the codes that its communes hold, and two territories are the same when their grounds are.
"""

from functools import cache

from essaim.observatory.language import Text
from essaim.observatory.reference.geography import Territory, check_year, communes_of, fetched, territory


def commune_changes(source_cog: int, target_cog: int) -> list[tuple[str, str, str]]:
    """(code before, code after, "merged" or "split") for each commune that changed between two years."""
    check_year(source_cog)
    check_year(target_cog)
    merged = fetched(
        """
        select before.code, after.commune from communes as before
        join commune_codes as after on after.code = before.code and after.cog = $target
        where before.cog = $source and after.kind <> 'current'
        """,
        {"source": source_cog, "target": target_cog},
    )
    split = fetched(
        """
        select before.commune, after.code from communes as after
        join commune_codes as before on before.code = after.code and before.cog = $source
        where after.cog = $target and before.kind <> 'current'
        """,
        {"source": source_cog, "target": target_cog},
    )
    return sorted([(*pair, "merged") for pair in merged] + [(*pair, "split") for pair in split])


@cache
def separations(source_cog: int, target_cog: int) -> tuple[tuple[str, str], ...]:
    """(commune of the target year that kept a code, commune that left it) for each commune split between two years."""
    rows = fetched(
        """
        select distinct kept.commune, gone.code
        from communes as gone
        join commune_codes as before on before.code = gone.code and before.cog = $source
        join commune_codes as kept on kept.code = before.commune and kept.cog = $target
        where gone.cog = $target and before.kind <> 'current' and kept.commune <> gone.code
        order by all
        """,
        {"source": source_cog, "target": target_cog},
    )
    return tuple((kept, gone) for kept, gone in rows)


def counterpart(now: Territory, cog: int) -> Territory:
    """The territory of the same level and code in another year; raises TerritoryNotFound where there is none."""
    return territory(now.level, now.code, cog)


def difference(before: Territory, now: Territory) -> Text | None:
    """What the same code has lost and gained of its ground between two years; None where it is the same ground."""
    if before.cog == now.cog or now.level == "france":
        return None
    old, new = _ground(before), _ground(now)
    if old == new:
        return None
    names = _names(before.cog, now.cog)
    lost, gained = (sorted(names[code] for code in codes if code in names) for codes in (old - new, new - old))
    told_fr = [f"{word} {_listed(one, 'et {} de plus')}" for word, one in (("sans", lost), ("avec", gained)) if one]
    told_en = [f"{word} {_listed(one, 'and {} more')}" for word, one in (("without", lost), ("with", gained)) if one]
    return Text(
        f"le territoire n'est pas le même en {before.cog} et en {now.cog} : il est désormais {', '.join(told_fr)}",
        f"the territory is not the same in {before.cog} and in {now.cog}: it is now {', '.join(told_en)}",
    )


def _ground(whole: Territory) -> frozenset[str]:
    """Every code that its communes hold: theirs, and those of the communes that they took in."""
    held = set(communes_of(whole))
    codes = fetched("select code, commune from commune_codes where cog = ?", [whole.cog])
    return frozenset(code for code, commune in codes if commune in held)


def _names(*years: int) -> dict[str, str]:
    """The names of what was a commune in any of these years."""
    rows = fetched("select code, name from communes where list_contains(?, cog) order by cog", [list(years)])
    return dict(rows)


def _listed(names: list[str], others: str, most: int = 4) -> str:
    """The first few names, then how many others."""
    told = ", ".join(names[:most])
    return f"{told} {others.format(len(names) - most)}" if len(names) > most else told
