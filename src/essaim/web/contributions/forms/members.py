"""What people who are signed in send: a claim, its code, a label to ask for, a decision."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from essaim.web.accounts.models import Authority
from essaim.web.contributions.models import Decision, LabelKind, Sheet
from essaim.web.contributions.models.claims import Proof
from essaim.web.contributions.websites import own_domain, proves
from essaim.web.design.words import tr


class ClaimForm(forms.Form):
    """How the person proves that they speak for a structure. Proof by e-mail asks for a site already on the sheet."""

    proof = forms.ChoiceField(label=tr("Comment le prouver", "How to prove it"), widget=forms.RadioSelect)
    email = forms.EmailField(label=tr("Votre adresse à ce domaine", "Your address at that domain"), required=False)
    message = forms.CharField(
        label=tr("Qui vous êtes dans la structure", "Who you are in the organisation"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=tr("Lu par la collectivité seulement.", "Read by the authority only."),
    )

    def __init__(self, *args: Any, sheet: Sheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.website = sheet.content.get("website", "")
        domain = own_domain(self.website)
        by_mail = tr(f"Un code à une adresse en @{domain}", f"A code to an address at @{domain}")
        by_post = tr("Un code par courrier, au siège", "A code by post, to the head office")
        by_word = tr("La collectivité me connaît, ou vérifiera", "The authority knows me, or will check")
        proofs = [(Proof.EMAIL, by_mail)] if domain else []
        if not sheet.is_local:
            proofs.append((Proof.POST, by_post))
        self.fields["proof"].choices = [*proofs, (Proof.AUTHORITY, by_word)]  # type: ignore[attr-defined]
        self.fields["proof"].initial = self.fields["proof"].choices[0][0]  # type: ignore[attr-defined]
        if not domain:
            del self.fields["email"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("proof") == Proof.EMAIL and "email" not in self.errors:
            self._check_domain(cleaned.get("email", ""))
        if cleaned.get("proof") == Proof.AUTHORITY and not cleaned.get("message"):
            text = tr("Dites-le : c'est ce que la collectivité vérifiera.", "Say it: this is what will be checked.")
            self.add_error("message", ValidationError(text, code="required"))
        return cleaned

    def _check_domain(self, email: str) -> None:
        if not proves(email, self.website):
            domain = own_domain(self.website)
            text = tr(
                f"Il faut une adresse en @{domain}. Sinon, choisissez un autre moyen.",
                f"An address at @{domain} is needed. Otherwise choose another way.",
            )
            self.add_error("email", ValidationError(text, code="domain"))


class CodeForm(forms.Form):
    code = forms.CharField(
        label=tr("Code reçu", "Code received"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}),
    )


class LabelForm(forms.Form):
    """Ask for a label, with what shows that the structure deserves it."""

    kind = forms.ModelChoiceField(
        LabelKind.objects.select_related("authority"),
        label=tr("Label", "Label"),
        empty_label=None,
        widget=forms.RadioSelect,
    )
    proof = forms.CharField(
        label=tr("Preuve", "Proof"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=tr(
            "Une adresse web ou la référence d'un document. Publiée avec le label.",
            "A web address or the reference of a document. Published with the label.",
        ),
    )


class LabelKindForm(forms.ModelForm):
    class Meta:
        model = LabelKind
        fields = ("name", "criteria", "months", "is_award")
        labels = {
            "name": tr("Nom du label", "Name of the label"),
            "criteria": tr("Ce qu'il faut pour l'avoir", "What it takes to have it"),
            "months": tr("Durée en mois", "Length in months"),
            "is_award": tr("C'est un prix ou une distinction", "It is a prize or a distinction"),
        }
        help_texts = {
            "months": tr("Vide : sans fin.", "Empty: without end."),
            "is_award": tr(
                "L'annuaire propose de ne voir que les structures distinguées.",
                "The directory offers to show distinguished organisations only.",
            ),
        }
        widgets = {"criteria": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, authority: Authority, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.authority = authority
        self.fields["months"].required = False
        self.fields["months"].min_value = 1  # type: ignore[attr-defined]


class DecisionForm(forms.Form):
    """`over` is the version of the sheet that was on screen when somebody chose to replace what changed meanwhile."""

    decision = forms.ChoiceField(
        choices=[(one, one) for one in (Decision.ACCEPTED, Decision.REFUSED, Decision.ASKED)], widget=forms.HiddenInput
    )
    over = forms.IntegerField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=tr("Pourquoi, ou ce qu'il faudrait changer", "Why, or what should be changed"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=tr("Envoyé à la personne qui a écrit.", "Sent to whoever wrote."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("decision") != Decision.ACCEPTED and not cleaned.get("reason"):
            text = tr("Dites pourquoi : la personne le lira.", "Say why: the person will read it.")
            self.add_error("reason", ValidationError(text, code="required"))
        return cleaned
