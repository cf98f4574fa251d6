"""Both languages of a text; French is set as printers set it."""

from essaim.observatory.language import Text


def test_a_french_sign_never_begins_a_line() -> None:
    told = Text("Oui ; non ! « Peut-être » : 12 % ?", "Yes; no! “Maybe”: 12%?")
    assert told.in_("fr") == "Oui\u202f; non\u202f! «\xa0Peut-être\xa0»\xa0: 12\xa0%\u202f?"
    assert told.in_("en") == told.en
