"""A diagnosis in the form asked for."""

from essaim.observatory.diagnosis.diagnose import Diagnosis
from essaim.observatory.language import Language

FORMS = ("text", "json", "csv", "html", "pdf", "ods")


def render(diagnosis: Diagnosis, form: str, language: Language) -> bytes:
    """The whole document, UTF-8; `form` is one of FORMS."""
    if form == "json":
        from essaim.observatory.report.tables import as_json

        return as_json(diagnosis)
    if form == "csv":
        from essaim.observatory.report.tables import as_csv

        return as_csv(diagnosis, language)
    if form == "html":
        from essaim.observatory.report.page import as_html

        return as_html(diagnosis, language)
    if form == "pdf":
        from essaim.observatory.report.printed import as_pdf

        return as_pdf(diagnosis, language)
    if form == "ods":
        from essaim.observatory.report.spreadsheet import as_ods

        return as_ods(diagnosis, language)
    from essaim.observatory.report.terminal import as_text

    return as_text(diagnosis, language)


def show(diagnosis: Diagnosis, language: Language) -> None:
    """On the terminal, with its colours and its width."""
    from essaim.observatory.report.terminal import show_on_terminal

    show_on_terminal(diagnosis, language)
