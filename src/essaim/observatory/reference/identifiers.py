"""SIREN, SIRET and RNA numbers: valid or not, and repaired where a spreadsheet damaged them, without inventing digits.

Sources: INSEE, numbering of the Sirene register (Luhn key); La Poste (SIREN 356000000) numbers its establishments so
that their digits sum to a multiple of 5. RNA numbers of Corsica and overseas hold a letter.
"""

import re
from dataclasses import dataclass

from essaim.observatory.language import Text

LA_POSTE = "356000000"
RNA = re.compile(r"W\d[0-9A-Z]\d{7}")
SCIENTIFIC = re.compile(r"[+-]?\d{1,3}(?:[.,]\d+)?[Ee][+-]?\d*")
SEPARATORS = re.compile(r"[\s.\-_/'’]")
VAT = re.compile(r"FR[0-9A-Z]{2}(\d{9})")
FOREIGN_VAT = re.compile(r"[A-Z]{2}[0-9A-Z]{6,}")
MOST_LOST_ZEROS = 3


def luhn(digits: str) -> bool:
    """Whether the digits satisfy the Luhn key."""
    total = sum(int(d) if i % 2 == 0 else sum(divmod(int(d) * 2, 10)) for i, d in enumerate(reversed(digits)))
    return total % 10 == 0


def is_siren(text: str) -> bool:
    """Nine digits that satisfy the key, not all zero."""
    return len(text) == 9 and text.isascii() and text.isdigit() and text != "000000000" and luhn(text)


def is_siret(text: str) -> bool:
    """Fourteen digits on a valid SIREN; La Poste has a rule of its own."""
    if len(text) != 14 or not (text.isascii() and text.isdigit()) or not is_siren(text[:9]) or text[9:] == "00000":
        return False
    return luhn(text) or (text.startswith(LA_POSTE) and sum(map(int, text)) % 5 == 0)


def is_vat(digits: str) -> bool:
    """Eleven digits: the key of a French VAT number, then the SIREN that it is computed from."""
    return len(digits) == 11 and is_siren(digits[2:]) and int(digits[:2]) == (12 + 3 * int(digits[2:])) % 97


def is_rna(text: str) -> bool:
    """A number of the national register of associations (no check digit)."""
    return RNA.fullmatch(text) is not None


@dataclass(frozen=True)
class Repaired:
    """What could be read: `siren` and, when it was one, `siret`; `reason` says what was repaired or why not."""

    raw: str
    siren: str | None = None
    siret: str | None = None
    repaired: bool = False
    reason: Text | None = None


NOTHING = Text("identifiant absent", "no identifier")
DIGITS_LOST = Text(
    "notation scientifique : des chiffres ont été perdus par le tableur, l'identifiant ne peut pas être retrouvé",
    "scientific notation: the spreadsheet lost digits, the identifier cannot be recovered",
)
PERSONAL = Text(
    "ressemble à un numéro de sécurité sociale : cette donnée personnelle n'est pas lue",
    "looks like a social security number: this personal data is not read",
)
FOREIGN = Text("identifiant étranger", "foreign identifier")
ZEROS_BACK = Text("zéros de tête perdus, rétablis", "leading zeros lost, restored")
CLEANED = Text("séparateurs retirés", "separators removed")
FROM_VAT = Text("SIREN tiré du numéro de TVA", "SIREN taken from the VAT number")
BAD_NIC = Text("établissement (NIC) invalide, SIREN gardé", "invalid establishment part (NIC), SIREN kept")
BAD_KEY = Text("la clé de contrôle est fausse", "the check digit is wrong")
UNKNOWN_SHAPE = Text("ni SIREN ni SIRET", "neither a SIREN nor a SIRET")


def repair(raw: str) -> Repaired:
    """Read a SIREN or a SIRET as it was typed or damaged.

    In order: separators removed; SIRET or SIREN as they are; French VAT number, with or without its FR; leading zeros
    given back (three at most) when both keys then hold; a valid SIREN at the head of a wrong SIRET. Anything else has
    no `siren`, and a reason.
    """
    text = raw.strip().strip('\ufeff"=').upper()
    if not text:
        return Repaired(raw, reason=NOTHING)
    if SCIENTIFIC.fullmatch(text):
        return Repaired(raw, reason=DIGITS_LOST)
    bare = SEPARATORS.sub("", re.sub(r"[.,]0+$", "", text))
    note = CLEANED if bare != raw.strip() else None
    vat = VAT.fullmatch(bare)
    if vat and is_siren(vat[1]):
        return Repaired(raw, siren=vat[1], repaired=True, reason=FROM_VAT)
    if bare.isascii() and bare.isdigit():
        return _from_digits(raw, bare, note)
    if FOREIGN_VAT.fullmatch(bare) and not bare.startswith("FR"):
        return Repaired(raw, reason=FOREIGN)
    return _from_head(raw, bare) or Repaired(raw, reason=UNKNOWN_SHAPE)


def _from_digits(raw: str, digits: str, note: Text | None) -> Repaired:
    if is_siret(digits):
        return Repaired(raw, digits[:9], digits, repaired=note is not None, reason=note)
    if is_siren(digits):
        return Repaired(raw, digits, repaired=note is not None, reason=note)
    if is_vat(digits):
        return Repaired(raw, digits[2:], repaired=True, reason=FROM_VAT)
    if looks_like_nir(digits):
        return Repaired(raw, reason=PERSONAL)
    for length, valid in ((14, is_siret), (9, is_siren)):
        if length - MOST_LOST_ZEROS <= len(digits) < length and valid(padded := digits.zfill(length)):
            siret = padded if length == 14 else None
            return Repaired(raw, padded[:9], siret, repaired=True, reason=ZEROS_BACK)
    return _from_head(raw, digits) or Repaired(raw, reason=BAD_KEY if len(digits) in (9, 14) else UNKNOWN_SHAPE)


def _from_head(raw: str, bare: str) -> Repaired | None:
    """The SIREN at the head of something whose end is wrong (an activity code or a postcode for the NIC)."""
    if len(bare) > 9 and is_siren(bare[:9]):
        return Repaired(raw, siren=bare[:9], repaired=True, reason=BAD_NIC)
    return None


def looks_like_nir(digits: str) -> bool:
    """13 or 15 digits that start like a social security number: sex 1 or 2, a month, and no valid SIREN at the head."""
    month = digits[3:5]
    return (
        len(digits) in (13, 15)
        and digits[0] in "12"
        and month.isdigit()
        and 1 <= int(month) <= 12
        and not is_siren(digits[:9])
        and not is_siret(digits.zfill(14))
    )
