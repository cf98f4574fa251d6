"""A diagnosis in the form asked for."""

from importlib import import_module

from essaim.observatory.diagnosis.diagnose import Diagnosis
from essaim.observatory.language import Language

# Where each form is written; a module is only loaded for the form that it writes.
WRITERS = {
    "text": ("terminal", "as_text"),
    "json": ("tables", "as_json"),
    "csv": ("tables", "as_csv"),
    "html": ("page", "as_html"),
    "pdf": ("printed", "as_pdf"),
    "summary": ("printed", "as_summary"),
    "ods": ("spreadsheet", "as_ods"),
}
FORMS = tuple(WRITERS)
# The forms that list whom to ask for a head count; the others are spared the search.
ASKING = ("html", "pdf")
# What a file of each form is called and how it is served.
EXTENSIONS = {"text": "txt", "summary": "pdf"}


def render(diagnosis: Diagnosis, form: str, language: Language) -> bytes:
    """The whole document, UTF-8 where it is text; `form` is one of FORMS. JSON holds both languages."""
    module, writer = WRITERS[form]
    written: bytes = getattr(import_module(f"essaim.observatory.report.{module}"), writer)(diagnosis, language)
    return written


def show(diagnosis: Diagnosis, language: Language) -> None:
    """On the terminal, with its colours and its width."""
    from essaim.observatory.report.terminal import show_on_terminal

    show_on_terminal(diagnosis, language)
