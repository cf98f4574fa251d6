"""The report as a PDF: set by Typst, tagged for screen readers (PDF/UA-1), the same bytes for the same run."""

import json
from functools import cache
from importlib import resources

from essaim.observatory.diagnosis.diagnose import Diagnosis
from essaim.observatory.language import Language
from essaim.observatory.report.document import document


def as_pdf(diagnosis: Diagnosis, language: Language) -> bytes:
    """The whole report. Typst refuses to make it when a picture has no text alternative (PDF/UA-1, ISO 14289-1)."""
    import typst

    written: bytes = typst.compile(
        _template(),
        format="pdf",
        pdf_standards="ua-1",
        ignore_system_fonts=True,
        sys_inputs={"report": json.dumps(document(diagnosis, language), ensure_ascii=False)},
    )
    return written


@cache
def _template() -> bytes:
    return resources.files("essaim.observatory.report").joinpath("templates/report.typ").read_bytes()
