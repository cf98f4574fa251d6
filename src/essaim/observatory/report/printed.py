"""Printed documents as PDF: set by Typst, tagged for screen readers (PDF/UA-1), the same bytes for the same run."""

import json
from importlib import resources
from typing import Any

from essaim.observatory.diagnosis.diagnose import Diagnosis
from essaim.observatory.language import Language
from essaim.observatory.report.document import document
from essaim.observatory.report.summary import summary


def as_pdf(diagnosis: Diagnosis, language: Language) -> bytes:
    """The whole report."""
    return _set("report", document(diagnosis, language))


def as_summary(diagnosis: Diagnosis, language: Language) -> bytes:
    """One page for an elected official."""
    return _set("summary", summary(diagnosis, language))


def _set(template: str, content: dict[str, Any]) -> bytes:
    """Typst refuses to make a document when a picture has no text alternative (PDF/UA-1, ISO 14289-1)."""
    import typst

    folder = resources.files("essaim.observatory.report").joinpath("templates")
    with resources.as_file(folder) as root:
        written: bytes = typst.compile(
            str(root / f"{template}.typ"),
            root=str(root),
            format="pdf",
            pdf_standards="ua-1",
            ignore_system_fonts=True,
            sys_inputs={"report": json.dumps(content, ensure_ascii=False)},
        )
    return written
