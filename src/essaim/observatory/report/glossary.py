"""The words that a report uses and its reader may not know."""

from essaim.observatory.language import Text

GLOSSARY: tuple[tuple[Text, Text], ...] = (
    (
        Text("Économie sociale et solidaire (ESS)", "Social and solidarity economy (ESS)"),
        Text(
            "Associations, coopératives, mutuelles, fondations et sociétés commerciales qui respectent les "
            "conditions de l'article 1er de la loi du 31 juillet 2014.",
            "Associations, co-operatives, mutuals, foundations, and commercial companies that meet the conditions"
            " of article 1 of the law of 31 July 2014.",
        ),
    ),
    (
        Text("Établissement", "Establishment"),
        Text(
            "Un lieu d'activité d'une unité légale, désigné par un SIRET.",
            "One place of activity of a legal unit, named by a SIRET number.",
        ),
    ),
    (
        Text("Établissement employeur", "Employer establishment"),
        Text(
            "Un établissement qui compte au moins un salarié au 31 décembre.",
            "An establishment with at least one employee on 31 December.",
        ),
    ),
    (
        Text("Poste", "Post"),
        Text(
            "Un emploi salarié occupé au 31 décembre. Une personne peut occuper plusieurs postes.",
            "A salaried job held on 31 December. One person may hold several posts.",
        ),
    ),
    (
        Text("Tranche d'effectif", "Head-count band"),
        Text(
            "Ce que le répertoire Sirene publie du nombre de salariés : 1 ou 2, 3 à 5, 6 à 9, etc. Elle a souvent"
            " deux ans.",
            "What the Sirene register publishes of the number of employees: 1 or 2, 3 to 5, 6 to 9, and so on. It"
            " is often two years old.",
        ),
    ),
    (
        Text("Intervalle à 90 %", "90 % interval"),
        Text(
            "Les deux nombres entre lesquels la valeur vraie a neuf chances sur dix de se trouver.",
            "The two numbers between which the true value lies nine times out of ten.",
        ),
    ),
    (
        Text("Indice de spécificité", "Location quotient"),
        Text(
            "La part de l'ESS dans l'emploi du territoire, divisée par la même part en France : au-dessus de 1, "
            "l'ESS y pèse davantage.",
            "The share of the ESS in the territory's employment over the same share in France: above 1, the ESS "
            "weighs more.",
        ),
    ),
    (
        Text("Éclatement", "Fragmentation"),
        Text(
            "À quel point les postes sont dispersés entre structures, communes et secteurs, et dépendent de "
            "sièges situés ailleurs.",
            "How far posts are scattered among organisations, communes and sectors, and depend on head offices "
            "elsewhere.",
        ),
    ),
)
