"""The letter that carries a code to the head office, set by Typst and readable aloud (PDF/UA-1)."""

import json
from functools import cache
from importlib import resources

import typst
from django.utils import timezone
from django.utils.formats import date_format

from essaim.observatory.language import Language
from essaim.web.contributions.models import Claim


def letter(*, claim: Claim, code: str, address: str, page: str, language: Language) -> bytes:
    """One page of A4, folded for a window envelope; `address` is that of the register, lines apart."""
    told = {
        "language": language,
        "authority": claim.authority.name,
        "structure": claim.sheet.name,
        "address": address.splitlines() or [claim.sheet.name],
        "person": str(claim.author) if claim.author else "",
        "code": code,
        "page": page,
        "date": date_format(timezone.localdate(), "j F Y"),
    }
    written: bytes = typst.compile(
        _template(),
        format="pdf",
        pdf_standards="ua-1",
        ignore_system_fonts=True,
        sys_inputs={"letter": json.dumps(told, ensure_ascii=False)},
    )
    return written


@cache
def _template() -> bytes:
    return resources.files("essaim.web.contributions").joinpath("templates/contributions/letter.typ").read_bytes()
