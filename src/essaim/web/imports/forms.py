"""What an officer sends: a file, the field of each column, and what some rows are."""

import re
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from essaim.observatory.errors import EssaimError
from essaim.web.design.words import language, say, tr
from essaim.web.imports.fields import FIELDS, missing
from essaim.web.imports.tables.reading import read_table
from essaim.web.imports.tables.table import MOST_BYTES, Table

MOST_BY_PAGE = 10_000  # rows that a request has the time to check and write
TOO_LONG = tr(
    "Plus de 10 000 lignes : coupez le fichier, ou demandez à qui tient le site de l'importer (jusqu'à 50 000 lignes)"
    " par la commande « essaim manage import_directory ».",
    "Over 10,000 rows: cut the file, or ask whoever runs the site to import it (up to 50,000 rows) with the command"
    " “essaim manage import_directory”.",
)
ROW = re.compile(r"row-[1-9][0-9]{0,6}", re.ASCII)
ACCEPTED = ".csv,.txt,.tsv,.xlsx,.xls,.ods,.json"


class FileForm(forms.Form):
    """A file that can be read, whatever its name; `table` and `content` are what it holds."""

    file = forms.FileField(
        label=tr("Fichier", "File"),
        max_length=250,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        help_text=tr(
            "Excel, LibreOffice, CSV, GoGoCarto ou Murmurations (JSON) ; 20 Mo et 10 000 lignes au plus.",
            "Excel, LibreOffice, CSV, GoGoCarto or Murmurations (JSON); 20 MB and 10,000 rows at most.",
        ),
        error_messages={"empty": tr("Ce fichier est vide.", "This file is empty.")},
    )

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        # Past the limit nothing more is read: the reader says so.
        self.content: bytes = upload.read(MOST_BYTES + 1)
        self.table: Table = _read(self.content)
        if len(self.table.rows) > MOST_BY_PAGE:
            raise ValidationError(TOO_LONG, code="long")
        return upload

    @property
    def name(self) -> str:
        return PurePath(self.cleaned_data["file"].name).name


class ColumnsForm(forms.Form):
    """The field of each heading, and the sheet of a workbook."""

    def __init__(self, *args: Any, table: Table, mapping: dict[str, str], **named: Any) -> None:
        super().__init__(*args, **named)
        self.table = table
        if len(table.sheets) > 1:
            choices = [(name, name) for name in table.sheets]
            self.fields["sheet"] = forms.ChoiceField(
                label=tr("Feuille du classeur", "Sheet of the workbook"), choices=choices, initial=table.sheet
            )
        choices = [("", tr("— ne pas lire —", "— do not read —")), *((one.code, say(one.label)) for one in FIELDS)]
        for number, heading in enumerate(table.headings):
            self.fields[f"column-{number}"] = forms.ChoiceField(
                label=heading, required=False, choices=choices, initial=mapping.get(heading, "")
            )

    @property
    def columns(self) -> list[tuple[Any, list[str]]]:
        """Each column with what its first filled cells hold."""
        shown = []
        for number, _ in enumerate(self.table.headings):
            cells = [row.cells[number] for row in self.table.rows[:200] if row.cells[number]]
            shown.append((self[f"column-{number}"], [cell[:60] for cell in dict.fromkeys(cells)][:3]))
        return shown

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        told = [code for code in self.mapping(cleaned).values() if code]
        twice = sorted({code for code in told if told.count(code) > 1})
        if twice:
            names = ", ".join(say(one.label) for one in FIELDS if one.code in twice)
            text = tr(f"Deux colonnes ne peuvent pas dire la même chose : {names}.", f"Two columns for one: {names}.")
            raise ValidationError(text, code="twice")
        lacking = missing(self.mapping(cleaned))
        if lacking:
            raise ValidationError(say(lacking), code="missing")
        return cleaned

    def mapping(self, cleaned: dict[str, Any]) -> dict[str, str]:
        return {heading: cleaned.get(f"column-{number}", "") for number, heading in enumerate(self.table.headings)}


def choices_in(data: QueryDict) -> dict[int, str]:
    """What the officer said of the rows in doubt, by line; the check holds it against the candidates of each."""
    return {int(name[4:]): str(data[name]) for name in data if ROW.fullmatch(name)}


def _read(content: bytes) -> Table:
    try:
        return read_table(content)
    except EssaimError as fault:
        raise ValidationError(fault.message(language()), code="content") from fault
