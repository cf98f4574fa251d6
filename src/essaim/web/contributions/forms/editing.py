"""The form of a sheet: a few fields, what is offered and looked for, pictures."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.validators import URLValidator
from django.forms import BaseFormSet, formset_factory

from essaim.observatory.errors import EssaimError
from essaim.web.contributions.content import ACCESS, CONTACT, STATUSES, Content, applied
from essaim.web.contributions.exchanges import ITEMS, SCOPES, TRANSACTIONS, Exchange
from essaim.web.contributions.forms.sending import SendingForm, faults_of
from essaim.web.contributions.forms.whereabouts import WhereaboutsForm
from essaim.web.contributions.models import Sheet
from essaim.web.contributions.pictures import MOST, PICTURE
from essaim.web.contributions.places import area_named, written_area
from essaim.web.design.pictures import clean_picture
from essaim.web.design.words import language, tr

MOST_PLACES = 60
PICTURE_KINDS = ".png,.jpg,.jpeg,.webp,.gif"


def website_field() -> forms.URLField:
    return forms.URLField(
        label=tr("Site web", "Website"),
        required=False,
        assume_scheme="https",
        max_length=200,
        validators=[URLValidator(["http", "https"])],
        widget=forms.URLInput(attrs={"placeholder": "https://", "autocomplete": "url"}),
    )


class SheetForm(SendingForm):
    """The plain fields. `version` is that of the sheet when the form was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    description = forms.CharField(
        label=tr("Présentation", "Description"),
        required=False,
        max_length=1200,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=tr(
            "Ce que vous faites, pour qui, en quelques phrases. **gras**, *italique*, listes avec des tirets.",
            "What you do, for whom, in a few sentences. **bold**, *italic*, lists with dashes.",
        ),
    )
    website = website_field()
    opening = forms.CharField(
        label=tr("Horaires", "Opening hours"),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=tr(
            "Par exemple : du mardi au samedi, de 10 h à 18 h.", "For instance: Tuesday to Saturday, 10 to 6."
        ),
    )
    area = forms.CharField(
        label=tr("Zone d'intervention", "Area served"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=tr(
            "Communes, intercommunalités, départements ou régions, séparés par des virgules.",
            "Communes, intercommunalities, départements or regions, separated by commas.",
        ),
    )
    accessibility = forms.MultipleChoiceField(
        label=tr("Accessibilité du lieu d'accueil", "Accessibility of the place"),
        required=False,
        choices=list(ACCESS.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    status = forms.ChoiceField(
        label=tr("Situation", "Situation"),
        required=False,
        choices=[("", tr("en activité", "active")), *STATUSES.items()],
    )
    contact_name = forms.CharField(label=tr("Nom ou service", "Name or department"), required=False, max_length=80)
    contact_role = forms.CharField(label=tr("Fonction", "Position"), required=False, max_length=80)
    contact_email = forms.EmailField(label=tr("E-mail professionnel", "Professional e-mail"), required=False)
    contact_phone = forms.RegexField(
        r"^\+?[\d .()-]{6,20}$",
        label=tr("Téléphone professionnel", "Professional telephone"),
        required=False,
        widget=forms.TextInput(attrs={"type": "tel"}),
        # A number of the range that ARCEP keeps for fiction.
        error_messages={"invalid": tr("Un numéro comme 02 61 91 00 00.", "A number such as 02 61 91 00 00.")},
    )
    contact_consent = forms.BooleanField(
        label=tr(
            "La personne ou le service nommé accepte que ce contact professionnel soit publié",
            "The person or department named agrees that this professional contact be published",
        ),
        required=False,
    )

    def clean_area(self) -> list[str]:
        try:
            found = area_named(self.cleaned_data["area"])
        except EssaimError as fault:
            raise ValidationError(fault.message(language()), code="place") from fault
        if len(found) > MOST_PLACES:
            raise ValidationError(
                tr("Nommez plutôt l'intercommunalité ou le département.", "Name the wider territory instead."),
                code="many",
            )
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if any(cleaned.get(f"contact_{part}") for part in CONTACT) and not cleaned.get("contact_consent"):
            text = tr(
                "Sans cet accord, laissez le contact vide : il ne peut pas être publié.",
                "Without this consent, leave the contact empty: it cannot be published.",
            )
            self.add_error("contact_consent", ValidationError(text, code="consent"))
        return cleaned

    def values(self) -> dict[str, Any]:
        """In the shapes of the content; line ends as one sign, as they are kept."""
        cleaned = self.cleaned_data
        plain = ("description", "website", "opening", "area", "accessibility", "status")
        found = {name: _one_line_end(cleaned[name]) for name in plain}
        contact = {part: cleaned[f"contact_{part}"] for part in CONTACT if cleaned[f"contact_{part}"]}
        return found | {"contact": contact}

    @staticmethod
    def start(content: Content) -> dict[str, Any]:
        contact = content.get("contact") or {}
        shown = {name: content.get(name, "") for name in ("description", "website", "opening", "status")}
        shown["accessibility"] = content.get("accessibility", [])
        shown["area"] = written_area(content.get("area", ()))
        shown |= {f"contact_{part}": contact.get(part, "") for part in CONTACT}
        return shown | {"contact_consent": bool(contact)}


class ExchangeForm(forms.Form):
    """One offer or one want; left blank, it is none."""

    title = forms.CharField(label=tr("En quelques mots", "In a few words"), max_length=100)
    item_type = forms.ChoiceField(label=tr("C'est", "It is"), choices=list(ITEMS.items()), initial="service")
    transaction_type = forms.ChoiceField(
        label=tr("Sous quelle forme", "On what terms"), choices=list(TRANSACTIONS.items()), initial="buy-sell"
    )
    geographic_scope = forms.ChoiceField(label=tr("Pour", "For"), choices=list(SCOPES.items()), initial="local")
    description = forms.CharField(
        label=tr("Précisions", "Details"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    tags = forms.CharField(
        label=tr("Mots-clés, séparés par des virgules", "Keywords, separated by commas"), required=False, max_length=200
    )
    details_url = forms.URLField(
        label=tr("Page qui en dit plus", "Page that tells more"),
        required=False,
        assume_scheme="https",
        validators=[URLValidator(["http", "https"])],
    )
    expires_at = forms.DateField(
        label=tr("Jusqu'au", "Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def value(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        end = cleaned["expires_at"].isoformat() if cleaned["expires_at"] else ""
        tags = tuple(tag.strip() for tag in cleaned["tags"].split(",") if tag.strip())
        told = {name: _one_line_end(cleaned[name]) for name in cleaned if name not in ("tags", "expires_at", "DELETE")}
        return Exchange(**told, tags=tags, expires_at=end).kept()


class PictureForm(forms.Form):
    """A picture already there (`id`), or a file; with the words for those who do not see it."""

    id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    file = forms.FileField(
        label=tr("Fichier", "File"),
        required=False,
        max_length=150,
        widget=forms.FileInput(attrs={"accept": PICTURE_KINDS}),
        help_text=tr("PNG, JPEG, WebP ou GIF, 8 Mo au plus.", "PNG, JPEG, WebP or GIF, 8 MB at most."),
    )
    alt = forms.CharField(
        label=tr("Ce que montre l'image", "What the picture shows"),
        max_length=200,
        help_text=tr(
            "Lu à voix haute à qui ne la voit pas. Pas de visage reconnaissable sans accord.",
            "Read aloud to those who do not see it. No recognisable face without consent.",
        ),
    )

    def clean_file(self) -> ContentFile | None:
        upload = self.cleaned_data["file"]
        return clean_picture(upload, PICTURE) if upload else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("id") and not cleaned.get("file") and "file" not in self.errors:
            self.add_error("file", ValidationError(tr("Choisissez un fichier.", "Choose a file."), code="required"))
        return cleaned


_Exchanges = formset_factory(ExchangeForm, extra=1, max_num=12, can_delete=True, absolute_max=40)
_Pictures = formset_factory(PictureForm, extra=1, max_num=MOST, can_delete=True, absolute_max=MOST)


class SheetEditor:
    """The form and its lists, read and shown as one."""

    def __init__(self, sheet: Sheet, start: Content, version: int, data: Any = None, files: Any = None) -> None:
        self.start = start
        self.form = SheetForm(data, initial=SheetForm.start(start) | {"version": version})
        local = WhereaboutsForm(data, initial=WhereaboutsForm.start_of(start))
        self.where = local if sheet.is_local else None
        self.offers = _Exchanges(data, prefix="offers", initial=[_shown(one) for one in start.get("offers", ())])
        self.wants = _Exchanges(data, prefix="wants", initial=[_shown(one) for one in start.get("wants", ())])
        self.pictures = _Pictures(data, files, prefix="pictures", initial=list(start.get("pictures", ())))

    def is_valid(self) -> bool:
        parts: list[Any] = [self.form, self.offers, self.wants, self.pictures, *([self.where] if self.where else [])]
        # Each is read, so that all faults are told at once.
        valid = [part.is_valid() for part in parts]
        return all(valid)

    def content(self) -> dict[str, Any]:
        """What the form says, new pictures apart. A picture that the sheet does not have is no picture."""
        ours = {one["id"] for one in self.start.get("pictures", ())}
        kept = [one.cleaned_data for one in _filled(self.pictures) if str(one.cleaned_data.get("id")) in ours]
        where = self.where.whereabouts(self.start) if self.where else {}
        values = (
            self.form.values()
            | where
            | {
                "offers": [one.value() for one in _filled(self.offers)],
                "wants": [one.value() for one in _filled(self.wants)],
                "pictures": [{"id": str(one["id"]), "alt": one["alt"]} for one in kept],
            }
        )
        return applied({}, values)

    def new_pictures(self) -> list[tuple[ContentFile, str]]:
        held = (one.cleaned_data for one in _filled(self.pictures))
        return [(one["file"], one["alt"]) for one in held if one.get("file") and not one.get("id")]

    def start_again_from(self, version: int) -> None:
        """Keep what was typed; from now on it is compared with this version of the sheet, which was just shown."""
        data = self.form.data.copy()  # type: ignore[attr-defined]  # posted data is a QueryDict
        data["version"] = str(version)
        self.form.data = data

    def faults(self) -> list[tuple[str, str, str]]:
        where = [self.where] if self.where else []
        return faults_of(self.form, *where, *self.offers.forms, *self.wants.forms, *self.pictures.forms)


def _filled(formset: BaseFormSet) -> list[Any]:
    """Those that say something: neither removed, nor the blank one at the end."""
    deleted = formset.deleted_forms
    return [form for form in formset.forms if form not in deleted and form.cleaned_data]


def _shown(kept: dict[str, Any]) -> dict[str, Any]:
    return kept | {"tags": ", ".join(kept["tags"]), "expires_at": kept["expires_at"] or None}


def _one_line_end(value: Any) -> Any:
    return "\n".join(value.splitlines()).strip() if isinstance(value, str) else value
