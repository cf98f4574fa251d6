"""The structures that the register saw last, as a feed (Atom, RFC 4287)."""

from collections.abc import Iterable
from datetime import UTC, datetime, time

from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from essaim.observatory.language import Text
from essaim.web.directory.files.records import Origin, Record
from essaim.web.directory.words import activity_label, kind_of

LATEST = 50


def as_atom(rows: Iterable[Record], origin: Origin, address: str, place: str) -> str:
    """The rows given, the newest first; `place` is the territory of the list, blank for all."""
    title = Text("Nouvelles structures de l'ESS", "New organisations of the ESS").in_(origin.language)
    feed = Atom1Feed(
        title=f"{title} · {place}" if place else title,
        link=origin.site + reverse("directory:list"),
        feed_url=origin.site + address,
        description=" ".join(part for part in (origin.source, origin.vintage, origin.licence, origin.warning) if part),
        language=origin.language,
        feed_copyright=f"{origin.source}, {origin.vintage}, {origin.licence}. {origin.warning}".strip(),
    )
    for row in rows:
        one = row.one
        day = row.added_on or one.created
        if day is None or not one.name:
            continue
        kind = kind_of(one, row.more).in_(origin.language)
        what = activity_label(one.activity).in_(origin.language)
        link = origin.site + reverse("directory:structure", args=[one.key])
        born = datetime.combine(day, time(), UTC)
        feed.add_item(
            one.name,
            link,
            " · ".join(
                filter(None, (kind, what, one.head_office.commune_name, row.source(origin) if one.local else ""))
            ),
            unique_id=link,
            pubdate=born,
            updateddate=born,
        )
    return feed.writeString("utf-8")
