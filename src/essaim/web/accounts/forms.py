from typing import Any

from django import forms
from django.core.files.base import ContentFile

from essaim.web.accounts.logos import clean_logo
from essaim.web.accounts.models import Authority, Role, User
from essaim.web.design.words import tr


class AccountForm(forms.ModelForm):
    language = forms.ChoiceField(label=tr("Langue", "Language"), choices=[("fr", "Français"), ("en", "English")])

    class Meta:
        model = User
        fields = ("name",)
        labels = {"name": tr("Nom affiché", "Displayed name")}
        help_texts = {"name": tr("Vu des membres de vos collectivités.", "Seen by the members of your authorities.")}


class DeletionForm(forms.Form):
    confirm = forms.BooleanField(
        label=tr("Je veux effacer mon compte et mes rôles", "I want to erase my account and my roles")
    )


class InvitationForm(forms.Form):
    email = forms.EmailField(
        label=tr("Adresse e-mail", "E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    role = forms.ChoiceField(label=tr("Rôle", "Role"), choices=Role.choices, initial=Role.POLICY_OFFICER)


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=tr("Rôle à ajouter", "Role to add"), choices=Role.choices)


class IdentityForm(forms.ModelForm):
    """Name, logo and colours. The logo is read before anything else is done with it."""

    logo = forms.FileField(
        label=tr("Logo", "Logo"),
        required=False,
        help_text=tr("PNG, JPEG, WebP ou GIF, 2 Mo au plus.", "PNG, JPEG, WebP or GIF, 2 MB at most."),
        widget=forms.FileInput(attrs={"accept": ".png,.jpg,.jpeg,.webp,.gif"}),
        max_length=100,
    )
    remove_logo = forms.BooleanField(label=tr("Retirer le logo", "Remove the logo"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.logo:
            del self.fields["remove_logo"]

    class Meta:
        model = Authority
        fields = ("name", "main_colour", "accent_colour")
        labels = {
            "name": tr("Nom", "Name"),
            "main_colour": tr("Couleur principale", "Main colour"),
            "accent_colour": tr("Couleur d'accent", "Accent colour"),
        }
        widgets = {
            "main_colour": forms.TextInput(attrs={"type": "color"}),
            "accent_colour": forms.TextInput(attrs={"type": "color"}),
        }

    def clean_logo(self) -> ContentFile | None:
        upload = self.cleaned_data["logo"]
        return clean_logo(upload) if upload else None

    def save(self, commit: bool = True) -> Any:
        """The former file goes with the former logo: nothing that was replaced stays reachable."""
        authority = super().save(commit=False)
        new = self.cleaned_data["logo"]
        if authority.logo and (new or self.cleaned_data.get("remove_logo")):
            authority.logo.delete(save=False)
        if new:
            authority.logo.save(f"{authority.slug}.png", new, save=False)
        if commit:
            authority.save()
        return authority
