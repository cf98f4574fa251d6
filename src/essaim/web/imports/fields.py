"""The columns that an import knows, and the headings that French lists give them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from essaim.observatory.language import Text
from essaim.observatory.reference.names import plain

IGNORED = ""


@dataclass(frozen=True)
class Field:
    """One column that can be read: its code, its words, the headings (folded) that mean it."""

    code: str
    label: Text
    headings: frozenset[str]


def _field(code: str, fr: str, en: str, headings: str) -> Field:
    """`headings` are separated by semicolons."""
    names = {plain(name) for name in (*headings.split(";"), fr, en)}
    return Field(code, Text(fr, en), frozenset(names))


FIELDS = (
    _field(
        "identifier",
        "SIRET ou SIREN",
        "SIRET or SIREN",
        "siret;siren;n siret;n siren;numero siret;numero siren;no siret;siret siege;siret du siege;siren siret;"
        "identifiant;id beneficiaire;idbeneficiaire;code siret;numero de siret",
    ),
    _field("rna", "Numéro RNA", "RNA number", "rna;n rna;numero rna;waldec;rna beneficiaire;id association;n waldec"),
    _field(
        "name",
        "Nom",
        "Name",
        "nom;denomination;raison sociale;nom de la structure;nom structure;structure;nom association;association;"
        "nombeneficiaire;nom beneficiaire;organisme;intitule;nom usuel;nom commercial;enseigne;libelle;name;title",
    ),
    _field(
        "legal_nature",
        "Nature juridique",
        "Legal nature",
        "statut juridique;forme juridique;nature juridique;type;statut;legal form",
    ),
    _field("commune", "Commune", "Commune", "ville;commune;localite;nom commune;town;city;libelle commune"),
    _field(
        "commune_code",
        "Code commune (Insee)",
        "Commune code (Insee)",
        "code insee;code commune;insee;codgeo;code commune insee;depcom",
    ),
    _field("postcode", "Code postal", "Postcode", "cp;code postal;codepostal;postal code"),
    _field(
        "address",
        "Adresse",
        "Address",
        "adresse;rue;voie;adresse postale;adresse 1;adresse1;numero et voie;n et voie;street",
    ),
    _field("latitude", "Latitude", "Latitude", "lat;y wgs84"),
    _field("longitude", "Longitude", "Longitude", "lon;lng;long;x wgs84"),
    _field(
        "description",
        "Présentation",
        "Description",
        "description;presentation;objet;objet social;missions;mission;activites;descriptif;resume;activite",
    ),
    _field("website", "Site web", "Website", "site;site internet;site web;url;web;www;website;adresse web;lien"),
    _field(
        "email",
        "E-mail",
        "E-mail",
        "mail;email;e mail;courriel;adresse mail;adresse e mail;contact mail;adresse electronique",
    ),
    _field(
        "phone",
        "Téléphone",
        "Telephone",
        "tel;telephone;tel fixe;telephone fixe;phone;numero de telephone;portable;tel 1",
    ),
    _field(
        "contact_name",
        "Nom du contact",
        "Contact name",
        "contact;nom contact;nom du contact;responsable;interlocuteur;referent;president",
    ),
    _field("contact_role", "Fonction du contact", "Contact position", "fonction;fonction du contact;qualite;poste"),
    _field(
        "opening",
        "Horaires",
        "Opening hours",
        "horaire;horaires;horaires d ouverture;ouverture;jours et horaires;opening hours",
    ),
    _field(
        "sector",
        "Secteur d'activité",
        "Sector",
        "secteur;secteur d activite;domaine;domaine d activite;thematique;categorie",
    ),
    _field("need", "Besoin", "Need", "besoin;besoins"),
    _field("label", "Label", "Label", "label;labels;reseau;reseaux;agrement;adhesion;adherent"),
    _field("kind", "Type d'acteur local", "Kind of local actor", "type d acteur;type acteur"),
)
BY_CODE = {field.code: field for field in FIELDS}
_BY_HEADING = {heading: field.code for field in reversed(FIELDS) for heading in field.headings}
CONTACT = ("email", "phone", "contact_name", "contact_role")


def recognised(heading: str) -> str:
    """The code of the field that a heading means; blank where it means none."""
    return _BY_HEADING.get(plain(heading), IGNORED)


def proposed(headings: Iterable[str]) -> dict[str, str]:
    """Heading to field: each field once, for the first column that bears one of its headings."""
    found: dict[str, str] = {}
    for heading in headings:
        code = recognised(heading)
        found[heading] = code if code not in found.values() else IGNORED
    return found


def missing(mapping: Mapping[str, str]) -> Text | None:
    """What a mapping lacks for any row to be recognised; None where nothing does."""
    mapped = set(mapping.values())
    if mapped & {"identifier", "rna"} or ("name" in mapped and mapped & {"commune", "commune_code", "postcode"}):
        return None
    return Text(
        "Il faut une colonne de SIRET, de SIREN ou de RNA, ou bien une colonne de noms et une de communes.",
        "A column of SIRET, SIREN or RNA is needed, or else a column of names and one of communes.",
    )
