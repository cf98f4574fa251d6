"""What a program sends for a person, and what becomes of it."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel

from essaim.web.api.schemas.common import Asked, Coded, Listed, Paged, told

AREA = r"^(commune|intercommunality|departement|region):[0-9A-Z]{1,9}$|^france:FR$"


class CorrectionIn(Asked):
    what: Annotated[
        Literal["website", "opening", "closed", "other"],
        told(
            "Ce qui n'est pas juste : site web, horaires, elle n'existe plus, autre chose.",
            "What is wrong: website, opening hours, it no longer exists, something else.",
            examples=["opening"],
        ),
    ]
    value: Annotated[
        str,
        told(
            "Ce qu'il faudrait lire.",
            "What it should be.",
            max_length=400,
            examples=["Du mardi au samedi, 10 h - 18 h"],
        ),
    ] = ""


class ActorIn(Asked):
    name: Annotated[str, told("Nom.", "Name.", min_length=1, max_length=120, examples=["La Bricole"])]
    kind: Annotated[
        Literal["collective", "third_place", "cluster", "other"],
        told(
            "Collectif sans statut, tiers-lieu, PTCE, autre.",
            "Informal collective, third place, PTCE, other.",
            examples=["third_place"],
        ),
    ]
    commune: Annotated[str, told("Code INSEE.", "INSEE code.", pattern=r"^[0-9][0-9AB][0-9]{3}$", examples=["21231"])]
    description: Annotated[
        str,
        told(
            "Ce qu'on y fait.",
            "What is done there.",
            min_length=1,
            max_length=1200,
            examples=["Un atelier partagé de réparation."],
        ),
    ]
    website: Annotated[str, told("Adresse du site.", "Address of its website.", max_length=200)] = ""
    address: Annotated[
        str,
        told(
            "Numéro et rue du lieu d'accueil ; jamais d'un domicile.",
            "Number and street of the place open to people; never of a home.",
            max_length=200,
        ),
    ] = ""
    sector: Annotated[str, told("Code A17 de la liste « sectors ».", "A17 code of “sectors”.", max_length=4)] = ""
    need: Annotated[
        str,
        told(
            "Le besoin auquel il répond d'abord (liste « needs »).",
            "The need that it answers first (“needs”).",
            max_length=40,
        ),
    ] = ""
    remark: Annotated[
        str, told("Pour la collectivité ; non publié.", "For the authority; not published.", max_length=500)
    ] = ""
    different: Annotated[
        list[str],
        told(
            "Clés de structures au nom proche dont on sait que ce sont d'autres.",
            "Keys of organisations of nearly that name that are known to be others.",
            max_length=40,
        ),
    ] = []


class ExchangeIn(Asked):
    title: Annotated[str, told("En quelques mots.", "In a few words.", min_length=1, max_length=100)]
    item_type: Literal["good", "service"] = "service"
    transaction_type: Literal["buy-sell", "rent-lease", "borrow-lend", "receive-donate"] = "buy-sell"
    geographic_scope: Literal["local", "regional", "national", "international"] = "local"
    description: Annotated[str, told("Précisions.", "Details.", max_length=500)] = ""
    tags: Annotated[list[str], told("Mots-clés.", "Keywords.", max_length=20)] = []
    details_url: Annotated[str, told("Page qui en dit plus.", "Page that tells more.", max_length=200)] = ""
    expires_at: Annotated[date | None, told("Jusqu'au.", "Until.")] = None


class ContactIn(Asked):
    name: Annotated[str, told("Nom ou service.", "Name or department.", max_length=80)] = ""
    role: Annotated[str, told("Fonction.", "Position.", max_length=80)] = ""
    email: Annotated[str, told("E-mail professionnel.", "Professional e-mail.", max_length=254)] = ""
    phone: Annotated[str, told("Téléphone professionnel.", "Professional telephone.", max_length=20)] = ""
    consent: Annotated[
        bool,
        told(
            "La personne ou le service nommé accepte d'être publié.",
            "The person or department named agrees to be published.",
        ),
    ] = False


OF_ADDED = ("address", "sector", "need")  # of the others the register says it


class RevisionIn(Asked):
    """Fields that are left out stay as they are; an empty one is emptied."""

    version: Annotated[
        int,
        told(
            "« sheet_version » de la fiche qu'on a lue : rien de ce que d'autres ont écrit depuis n'est perdu.",
            "“sheet_version” of the sheet that was read: nothing that others wrote since is lost.",
            ge=0,
            le=2_000_000_000,
            examples=[0],
        ),
    ]
    description: Annotated[
        str | None, told("Présentation, en Markdown.", "Description, in Markdown.", max_length=1200)
    ] = None
    website: Annotated[str | None, told("Site web.", "Website.", max_length=200)] = None
    opening: Annotated[
        str | None, told("Horaires.", "Opening hours.", max_length=400, examples=["Du mardi au samedi, 10 h - 18 h"])
    ] = None
    area: Annotated[
        list[Annotated[str, told("niveau:code.", "level:code.", pattern=AREA)]] | None,
        told("Zone d'intervention.", "Area served.", max_length=60),
    ] = None
    accessibility: Annotated[
        list[
            Literal[
                "step_free", "toilets", "parking", "sign_language", "hearing_loop", "easy_read", "guide_dogs", "at_home"
            ]
        ]
        | None,
        told("Accessibilité du lieu.", "Accessibility of the place.", max_length=8),
    ] = None
    status: Annotated[
        Literal["", "closed", "on_hold", "in_planning"] | None,
        told("Situation ; vide : en activité.", "Situation; blank: active."),
    ] = None
    address: Annotated[
        str | None, told("Adresse ; d'un acteur ajouté seulement.", "Address; of an added actor only.", max_length=200)
    ] = None
    sector: Annotated[
        str | None, told("Code A17 ; d'un acteur ajouté seulement.", "A17 code; of an added actor only.", max_length=4)
    ] = None
    need: Annotated[
        str | None,
        told("Premier besoin ; d'un acteur ajouté seulement.", "First need; of an added actor only.", max_length=40),
    ] = None
    contact: Annotated[ContactIn | None, told("Contact professionnel.", "Professional contact.")] = None
    offers: Annotated[list[ExchangeIn] | None, told("Ce que nous proposons.", "What we offer.", max_length=12)] = None
    wants: Annotated[list[ExchangeIn] | None, told("Ce que nous cherchons.", "What we look for.", max_length=12)] = None

    def changes(self) -> dict[str, Any]:
        """What is sent, by field of the sheet; null is left out."""
        return {name: value for name, value in self.model_dump(exclude={"version"}).items() if value is not None}


class Contribution(BaseModel):
    """Something sent, and what became of it."""

    id: int
    what: Coded
    structure: Annotated[str, told("Clé : SIREN, ou local-….", "Key: SIREN, or local-….")]
    fields: Annotated[list[str], told("Champs de la fiche qui changent.", "Fields of the sheet that change.")]
    decision: Coded
    reason: Annotated[str, told("Ce que la collectivité répond.", "What the authority answers.")]
    authority: Annotated[str, told("Qui décide.", "Who decides.")]
    sent_at: datetime
    decided_at: datetime | None
    address: str
    page: str


class Contributions(Listed):
    items: list[Contribution]


class ContributionsAsked(Paged):
    decision: Annotated[
        Literal["pending", "asked", "accepted", "refused", "withdrawn"] | None,
        told("Seulement celles-ci.", "These only."),
    ] = None
