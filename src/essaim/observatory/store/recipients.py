"""Who holds a contract or receives a subsidy: the numbers that files give, read with the rules of any list.

A number of fourteen or nine digits that is not one of the directory needs no reading: its row is dropped by the join.
The others are few, and are read one by one (`reference.identifiers`).
"""

from collections import Counter

from essaim.observatory.language import Text
from essaim.observatory.reference import identifiers
from essaim.observatory.reference.identifiers import Repaired, repair
from essaim.observatory.store.code_lists import CodeList, attach_rows
from essaim.observatory.store.engine import Engine

REASONS: dict[Text | None, str] = {
    identifiers.NOTHING: "identifier_missing",
    identifiers.DIGITS_LOST: "identifier_digits_lost",
    identifiers.PERSONAL: "identifier_of_a_person",
    identifiers.FOREIGN: "identifier_foreign",
    identifiers.BAD_KEY: "identifier_wrong_key",
    identifiers.UNKNOWN_SHAPE: "identifier_unreadable",
}
REPAIRS: dict[Text | None, str] = {
    identifiers.ZEROS_BACK: "leading_zeros_restored",
    identifiers.CLEANED: "separators_removed",
    identifiers.FROM_VAT: "siren_from_vat_number",
    identifiers.BAD_NIC: "siren_kept_without_establishment",
}
# Every number that a source gives and that needs reading, with how many rows bear it.
TO_READ = """
    with given as (
        select 'decp' as source, coalesce(holder_id, '') as raw from contracts_source
        union all
        select 'scdl_subsidies' as source, coalesce(beneficiary_id, '') as raw from subsidies_editions_source
    )
    select given.source, given.raw, count(*) as rows
    from given
    left join legal_units on legal_units.siren = substr(given.raw, 1, 9)
    where legal_units.siren is not null or not regexp_matches(given.raw, '^([0-9]{9}|[0-9]{14})$')
    group by given.source, given.raw
"""
TYPES = {"raw": "varchar", "siren": "varchar", "reason": "varchar"}
REPAIRED_TYPES = {"source": "varchar", "repair": "varchar", "rows": "bigint"}


def attach_recipients(engine: Engine) -> None:
    """Read the numbers of holders and beneficiaries into the table `identifiers`, and count in `repairs` what was
    repaired: source, kind of repair, rows.
    """
    read: dict[str, Repaired] = {}
    repaired: Counter[tuple[str, str]] = Counter()
    for source, raw, rows in engine.rows(TO_READ):
        read.setdefault(raw, repair(raw))
        if read[raw].repaired:
            repaired[source, REPAIRS[read[raw].reason]] += int(rows)
    listed = [(raw, one.siren or "∅", "∅" if one.siren else REASONS[one.reason]) for raw, one in sorted(read.items())]
    attach_rows(engine, "identifiers", CodeList(TYPES, listed))
    counted = [(*key, str(rows)) for key, rows in sorted(repaired.items())]
    attach_rows(engine, "repairs", CodeList(REPAIRED_TYPES, counted))
