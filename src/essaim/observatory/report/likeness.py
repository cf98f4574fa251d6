"""Why territories are comparable, in words, and how far the group can be relied on."""

from collections.abc import Sequence

from essaim.observatory.diagnosis.peers import Peer, Peers, Variable
from essaim.observatory.language import Language, Text
from essaim.observatory.report.numbers import number


def why(peer: Peer) -> Text:
    """What brings a comparable territory close and what sets it apart."""
    return Text(_why(peer, "fr"), _why(peer, "en"))


def _why(peer: Peer, language: Language) -> str:
    likeness = peer.likeness
    reasons = []
    if peer.chosen:
        reasons.append(Text("choisi par l'utilisateur", "chosen by the user"))
    if likeness.closest:
        reasons.append(_named("proche", "close", likeness.closest))
    if likeness.different:
        reasons.append(_named("diffère le plus", "differs most", likeness.different))
    if likeness.closest and not likeness.mutual:
        reasons.append(Text("proximité sans réciproque", "not the other way round"))
    told = " ; " if language == "fr" else "; "
    return told.join(one.in_(language) for one in reasons)


def _named(french: str, english: str, variables: Sequence[Variable]) -> Text:
    names = [one.name for one in variables]
    return Text(f"{french} : {', '.join(one.fr for one in names)}", f"{english}: {', '.join(one.en for one in names)}")


def of_group(peers: Peers) -> Text:
    """Who made the group, among whom, and what is left of it without one of its variables."""
    if peers.chosen:
        return Text("Ce groupe a été choisi par l'utilisateur.", "This group was chosen by the user.")
    french = f"Ce sont les plus proches parmi {number(peers.candidates, 0, 'fr')} {peers.tier.fr}"
    english = f"They are the nearest of {number(peers.candidates, 0, 'en')} {peers.tier.en}"
    if peers.stability is None:
        return Text(f"{french}.", f"{english}.")
    kept = [number(peers.stability * 100, 0, language) for language in ("fr", "en")]
    french += f" ; {kept[0]}\N{NO-BREAK SPACE}% du groupe demeure quand une variable est retirée"
    english += f"; {kept[1]}% of the group stays when one variable is taken away"
    if peers.fragile:
        french, english = f"{french}, ce qui est fragile", f"{english}, which is fragile"
    return Text(f"{french}.", f"{english}.")
