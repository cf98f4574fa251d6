"""Any bytes as a table, by what they hold and not by the name of the file."""

from essaim.observatory.errors import EssaimError
from essaim.observatory.language import Text
from essaim.web.imports.tables import delimited, elements, workbooks
from essaim.web.imports.tables.table import EMPTY, MOST_BYTES, SAVE_AGAIN, Table, unreadable

# How files that are no table begin: said by name, which is what people know them by.
OTHERS = {
    b"%PDF": Text("c'est un PDF", "it is a PDF"),
    b"\x89PNG": Text("c'est une image", "it is a picture"),
    b"\xff\xd8\xff": Text("c'est une image", "it is a picture"),
    b"GIF8": Text("c'est une image", "it is a picture"),
    b"{\\rtf": Text("c'est un texte mis en forme", "it is a formatted text"),
    b"<": Text("c'est une page web ou du XML", "it is a web page or XML"),
}


def read_table(content: bytes, sheet: str = "") -> Table:
    """The table of a file; `sheet` chooses among those of a workbook. Raises EssaimError with what to do."""
    if len(content) > MOST_BYTES:
        megabytes = MOST_BYTES // 2**20
        raise unreadable(
            Text(f"le fichier dépasse {megabytes} Mo", f"the file is over {megabytes} MB"),
            Text("Coupez-le, ou retirez-en les images.", "Cut it, or remove its pictures."),
        )
    start = content[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start:
        raise unreadable(EMPTY, SAVE_AGAIN)
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return workbooks.read(content, sheet)
    for head, told in OTHERS.items():
        if start.startswith(head):
            raise EssaimError(told, remedy=SAVE_AGAIN)
    if start.startswith((b"{", b"[")):
        return elements.read(content)
    return delimited.read(content)
