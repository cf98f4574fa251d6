"""What must be known before reading a figure: what the ESS is, what this document counts, and how sure it is."""

from dataclasses import dataclass

from essaim.observatory.diagnosis.diagnose import Diagnosis
from essaim.observatory.language import Language, Text
from essaim.observatory.perimeter.rules import PERIMETERS
from essaim.observatory.report.dates import month
from essaim.observatory.report.numbers import shown
from essaim.observatory.report.protecting import protection
from essaim.observatory.sources import CARDS

LAW = Text(
    "La loi du 31 juillet 2014 (article 1er) définit l'économie sociale et solidaire comme un mode d'entreprendre : un "
    "but autre que le seul partage des bénéfices, une gouvernance démocratique, des bénéfices consacrés surtout au "
    "maintien ou au développement de l'activité. Associations, coopératives, mutuelles et fondations en font partie "
    "par leurs statuts ; des sociétés commerciales s'y ajoutent si elles respectent ces conditions.",
    "The law of 31 July 2014 (article 1) defines the social and solidarity economy (ESS) as a way of doing business: a "
    "purpose other than sharing profits alone, democratic governance, profits mainly devoted to keeping or developing "
    "the activity. Associations, co-operatives, mutuals and foundations belong to it by their statutes; commercial "
    "companies join them if they meet these conditions.",
)
POSTS = Text(
    "Les postes sont ceux du 31 décembre, au lieu de travail ; un poste n'est pas une personne. Sirene ne publie "
    "que la tranche d'effectif de chaque établissement, souvent vieille de deux ans : l'estimation ajoute "
    "l'effectif attendu de chaque tranche, d'après une loi ajustée sur le pays, jamais le milieu de la tranche. "
    "L'intervalle affiché a neuf chances sur dix de contenir le nombre vrai.",
    "Posts are those of 31 December, at the workplace; a post is not a person. Sirene only publishes the head-count "
    "band of each establishment, often two years old: the estimate adds up the expected head count of each band, "
    "from a law fitted on the country, never the middle of the band. The interval shown holds the true number nine "
    "times out of ten.",
)
GRADES = Text(
    "Une lettre dit la fiabilité : A, dénombré ou publié ; B, à 5 % près au plus ; C, à 15 % près ; D, au-delà, ou "
    "moins de cinq établissements employeurs. Un nombre est arrondi selon sa lettre. Un tiret est une valeur "
    "absente, jamais un zéro, et sa raison est dite. Là où un seul établissement emploie, la tranche du registre tient "
    "lieu de nombre : son effectif n'est pas estimé.",
    "A letter tells the reliability: A, counted or published; B, within 5%; C, within 15%; D, beyond, or fewer than "
    "five employer establishments. A number is rounded according to its letter. A dash is a missing value, never a "
    "zero, and its reason is told. Where a single establishment employs, the band of the register stands for a number: "
    "its head count is not estimated.",
)


# What a document lacks without each source that a store may do without.
WITHOUT = {
    "flores": Text("la publication de l'emploi de tous les employeurs", "the publication of jobs of all employers"),
    "flores_a88": Text(
        "la confrontation des postes de l'ESS à ceux de tous les employeurs par division d'activité",
        "the comparison of ESS posts with those of all employers by division of activity",
    ),
    "employment_zones": Text(
        "la confrontation des postes de l'ESS à ceux de tous les employeurs par zone d'emploi",
        "the comparison of ESS posts with those of all employers by employment zone",
    ),
    "urssaf_ess": Text(
        "la masse salariale et l'évolution de l'emploi privé de l'ESS, par région",
        "the payroll and the change of private employment of the ESS, by région",
    ),
    "ess_margins": Text(
        "le calage des postes de l'ESS sur les totaux publiés et leur évolution par région",
        "the calibration of ESS posts to published totals, and their change by région",
    ),
    "sirene_history": Text(
        "l'évolution des établissements, les primo-employeurs et la survie",
        "the change of establishments, first-time employers and survival",
    ),
    "sirene_geolocation": Text("les quartiers prioritaires", "priority districts"),
    "density_grid": Text("les communes rurales", "rural communes"),
    "siae": Text("les structures d'insertion et de handicap", "work-integration and disability organisations"),
    "esus_list": Text("les agréments ESUS", "ESUS approvals"),
    "ess_france_list": Text(
        "une preuve d'appartenance à l'ESS, la liste d'ESS France",
        "one evidence of belonging to the ESS, the list of ESS France",
    ),
    "contours": Text("la carte", "the map"),
    "rna": Text("les créations d'associations", "declarations of associations"),
}
MOST_ALERTS = 3
SAME, OF = Text("la même", "the same"), Text("de ", "")


@dataclass(frozen=True)
class Passage:
    """A short text under its title."""

    title: Text
    text: Text


def preface(diagnosis: Diagnosis) -> tuple[Passage, ...]:
    """Definition, perimeter, sources and dates, how to read."""
    return (
        Passage(Text("Ce qu'est l'ESS", "What the ESS is"), LAW),
        Passage(Text("Ce que ce document compte", "What this document counts"), _perimeter(diagnosis)),
        Passage(Text("Les sources et leurs dates", "Sources and their dates"), _sources(diagnosis)),
        Passage(Text("Comment les postes sont estimés", "How posts are estimated"), POSTS),
        Passage(Text("Comment lire un nombre", "How to read a number"), GRADES),
        *_contradicted(diagnosis),
        *_absent(diagnosis),
        *_secrecy(diagnosis),
    )


def _contradicted(diagnosis: Diagnosis) -> tuple[Passage, ...]:
    """Published totals that the estimates of the territory do not agree with, and by how much."""
    alerts = diagnosis.contradictions
    if not alerts:
        return ()
    shown, more = alerts[:MOST_ALERTS], len(alerts) - MOST_ALERTS
    head = Text(
        "Ces totaux publiés et l'estimation ne s'accordent pas ; l'écart est dit, rien n'est forcé.",
        "These published totals and the estimate do not agree; the gap is told, nothing is forced.",
    )
    tail = Text(f" Autres écarts : {more}.", f" Other gaps: {more}.") if more > 0 else Text("", "")
    told = Text(
        f"{head.fr} {' ; '.join(one.fr for one in shown)}.{tail.fr}",
        f"{head.en} {'; '.join(one.en for one in shown)}.{tail.en}",
    )
    return (Passage(Text("Ce que des totaux publiés contredisent", "What published totals contradict"), told),)


def _absent(diagnosis: Diagnosis) -> tuple[Passage, ...]:
    """The optional sources that the store was built without, and what goes with them; nothing where all are there."""
    present = {source["id"] for source in diagnosis.store["sources"]}
    absent = [(CARDS[id_].title, lost) for id_, lost in WITHOUT.items() if id_ not in present]
    if not absent:
        return ()
    told = Text(
        " ; ".join(f"{lost.fr} (« {title.fr} »)" for title, lost in absent),
        "; ".join(f"{lost.en} (“{title.en}”)" for title, lost in absent),
    )
    return (
        Passage(
            Text("Ce qui manque à ce document", "What this document lacks"),
            Text(f"Faute de source dans cet entrepôt : {told.fr}.", f"For want of a source in this store: {told.en}."),
        ),
    )


def _secrecy(diagnosis: Diagnosis) -> tuple[Passage, ...]:
    """What is hidden and why; nothing where no head count was given."""
    told = protection(diagnosis)
    if not told:
        return ()
    words = Text(*(" ".join(one) for one in zip(*told, strict=True)))
    return (Passage(Text("Ce que protège le secret statistique", "What statistical secrecy protects"), words),)


def _perimeter(diagnosis: Diagnosis) -> Text:
    """The perimeter asked for, and what the others would give."""
    own = PERIMETERS[diagnosis.perimeter]
    others = [
        (perimeter.label, figure)
        for id_, perimeter in PERIMETERS.items()
        if id_ != diagnosis.perimeter
        and (figure := diagnosis.find("R3", perimeter=id_, measure="share"))
        and figure.value is not None
    ]

    def told(language: Language, form: str, also: str) -> str:
        head = form.format(own.label.in_(language), own.definition.in_(language))
        values = {shown(figure, language) for _, figure in others}
        if values == {shown(diagnosis.find("R3", perimeter=diagnosis.perimeter, measure="share"), language)}:
            return f"{head} {also.format(SAME.in_(language))}"
        listed = ", ".join(f"{shown(figure, language)} ({name.in_(language)})" for name, figure in others)
        return f"{head} {also.format(OF.in_(language) + listed)}" if others else head

    return Text(
        told("fr", "Périmètre {} : {}.", "Dans un autre périmètre, la part de l'emploi serait {}."),
        told("en", "Perimeter {}: {}.", "In another perimeter, the share of employment would be {}."),
    )


def _sources(diagnosis: Diagnosis) -> Text:
    vintages = {source["id"]: source["vintage"] for source in diagnosis.store["sources"]}
    stock, year = f"{diagnosis.store['vintage']}-01", (vintages.get("flores") or "")[:4]
    cog = diagnosis.store["cog"]
    flores = Text(
        f" Le nombre de postes de tous les employeurs vient de Flores (Insee), au 31 décembre {year}."
        if year
        else " Flores manque : le nombre de postes de tous les employeurs est estimé lui aussi.",
        f" The number of posts of all employers comes from Flores (Insee), on 31 December {year}."
        if year
        else " Flores is missing: the number of posts of all employers is estimated too.",
    )
    return Text(
        f"Les établissements viennent du répertoire Sirene de {month(stock, 'fr')}.{flores.fr} Le territoire est "
        f"celui de la géographie officielle de {cog}. Rien n'a été saisi à la main.",
        f"Establishments come from the Sirene register of {month(stock, 'en')}.{flores.en} The territory is that of the"
        f" official geography of {cog}. Nothing was typed by hand.",
    )
