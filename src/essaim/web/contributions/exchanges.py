"""What a structure offers or looks for, in the shape of Murmurations' offers and wants (schema v0.1.0)."""

from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from essaim.web.design.words import tr

ITEMS = {"good": tr("un bien", "a good"), "service": tr("un service", "a service")}
TRANSACTIONS = {
    "buy-sell": tr("achat, vente", "purchase, sale"),
    "rent-lease": tr("location", "rental"),
    "borrow-lend": tr("prêt", "loan"),
    "receive-donate": tr("don", "gift"),
}
SCOPES = {
    "local": tr("le territoire", "the territory"),
    "regional": tr("la région", "the region"),
    "national": tr("le pays", "the country"),
    "international": tr("au-delà", "beyond"),
}


@dataclass(frozen=True)
class Exchange:
    """One offer or one want, as it is kept. Where it is and whom to ask are those of the structure.

    `expires_at` is an ISO date, or empty: what has no end stays until somebody removes it.
    """

    title: str
    item_type: str
    transaction_type: str
    description: str = ""
    tags: tuple[str, ...] = ()
    details_url: str = ""
    geographic_scope: str = "local"
    expires_at: str = ""

    @classmethod
    def read(cls, kept: dict[str, Any]) -> "Exchange":
        return cls(**(kept | {"tags": tuple(kept["tags"])}))

    def kept(self) -> dict[str, Any]:
        return asdict(self) | {"tags": list(self.tags)}

    def is_over(self, today: date) -> bool:
        return self.ends is not None and self.ends < today

    @property
    def ends(self) -> date | None:
        return date.fromisoformat(self.expires_at) if self.expires_at else None

    @property
    def transaction_label(self) -> str:
        return str(TRANSACTIONS[self.transaction_type])

    @property
    def told(self) -> str:
        """All of it on one line, for reading a difference."""
        parts = [self.title, str(ITEMS[self.item_type]), str(TRANSACTIONS[self.transaction_type]), self.description]
        parts += [", ".join(self.tags), self.details_url, str(SCOPES[self.geographic_scope]), self.expires_at]
        return " · ".join(part for part in parts if part)

    def murmurations(self, kind: str, position: tuple[float, float] | None, contact: str) -> dict[str, Any]:
        """The attributes of the schema; `kind` is "offer" or "want", `position` (longitude, latitude)."""
        written: dict[str, Any] = {
            "exchange_type": kind,
            "item_type": self.item_type,
            "transaction_type": [self.transaction_type],
            "tags": list(self.tags),
            "title": self.title,
            "description": self.description,
            "details_url": self.details_url,
            "geographic_scope": self.geographic_scope,
            "contact_details": {"contact_form": contact} if contact.startswith("http") else {"email": contact},
        }
        if position:
            written["geolocation"] = {"lon": position[0], "lat": position[1]}
        if self.expires_at:
            end = datetime.combine(date.fromisoformat(self.expires_at), time.max, UTC)
            written["expires_at"] = int(end.timestamp())
        return {name: value for name, value in written.items() if value}
