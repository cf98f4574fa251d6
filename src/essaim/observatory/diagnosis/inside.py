"""How the ESS is spread inside a territory: the figures of the territories of the level below."""

from essaim.observatory.diagnosis.figure import Figure
from essaim.observatory.diagnosis.protection import as_may_be_shown
from essaim.observatory.diagnosis.totals import Totals, totals_at
from essaim.observatory.diagnosis.weight import ALL_POSTS
from essaim.observatory.diagnosis.writing import Writer
from essaim.observatory.reference.geography import Territory
from essaim.observatory.store.reader import Store


def inside(store: Store, parts: tuple[Territory, ...], perimeter: str) -> list[Figure]:
    """W1, W3 and W6 of each part, in the order given; a part that the store knows nothing of is left out."""
    if not parts:
        return []
    totals = totals_at(store, parts[0].level, [part.code for part in parts], perimeter)
    written = [figure for part in parts if part.code in totals for figure in _of_part(store, part, totals[part.code])]
    return [*as_may_be_shown(store, written, perimeter)]


def _of_part(store: Store, part: Territory, totals: Totals) -> list[Figure]:
    writer = Writer(part, store.manifest, totals)
    writer.write("W1", totals.ess_employers)
    writer.write("W3", totals.ess)
    flores = totals.flores_posts is not None
    writer.write("W6", totals.employment_share, denominator=ALL_POSTS, flores=flores, reason=totals.without_share)
    return writer.figures
