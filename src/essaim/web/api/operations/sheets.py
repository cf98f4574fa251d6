"""What is sent, read by the forms of the site and given to their actions: one rule for people and for programs."""

from collections.abc import Iterable
from typing import Any

from django import forms

from essaim.observatory.language import Text
from essaim.web.accounts.models import Authority, User
from essaim.web.api.problems import Fault, Problem
from essaim.web.api.schemas import writing as shapes
from essaim.web.api.validation import of_forms
from essaim.web.contributions import access
from essaim.web.contributions.actions import revisions
from essaim.web.contributions.actions.editing import edit
from essaim.web.contributions.actions.proposals import propose_actor
from essaim.web.contributions.content import applied, picked
from essaim.web.contributions.exchanges import Exchange
from essaim.web.contributions.forms.editing import SheetEditor, SheetForm
from essaim.web.contributions.forms.visiting import CorrectionForm, ProposalForm
from essaim.web.contributions.forms.whereabouts import WhereaboutsForm
from essaim.web.contributions.known import similar
from essaim.web.contributions.models import Revision, Sheet
from essaim.web.contributions.models.revisions import Origin
from essaim.web.contributions.models.sheets import LocalKind
from essaim.web.contributions.places import Home, holder

NOBODY_THERE = (
    Text("aucune collectivité n'utilise le site dans cette commune", "no authority uses the site in this commune"),
    Text("Personne ne répondrait : signalez-le à votre collectivité.", "Nobody would answer: tell your authority."),
)
NEWER = (
    Text("la fiche n'a pas encore cette version", "the sheet does not have this version yet"),
    Text("Donnez la « sheet_version » lue.", "Give the “sheet_version” that was read."),
)
SAME = (
    Text("rien ne changerait", "nothing would change"),
    Text("Envoyez au moins un champ différent.", "Send at least one field that differs."),
)


REGISTERED = (
    Text("le répertoire le dit, pas la fiche", "the register says it, the sheet does not"),
    Text(
        "Retirez ce champ ; une erreur du répertoire se signale à l'Insee.",
        "Remove it; the register is corrected by Insee.",
    ),
)
CHANGED = (
    Text("quelqu'un a changé ce champ depuis cette version", "somebody changed this field since that version"),
    Text("Relisez la fiche, puis choisissez.", "Read the sheet again, then choose."),
)


def correction_of(sheet: Sheet, authority: Authority, author: User, sent: shapes.CorrectionIn, token: str) -> Revision:
    """A correction as its form makes it. Raises Problem."""
    form = CorrectionForm({**sent.model_dump(), "token": token}, content=sheet.content)
    if not form.is_valid():
        raise of_forms([("", form)])
    changes = form.changes()
    return revisions.propose(
        sheet=sheet,
        authority=authority,
        author=author,
        origin=Origin.CORRECTION,
        token=token,
        before=picked(sheet.content, tuple(changes)),
        after=changes,
        remark=form.remark(),
    )


def proposed(author: User, sent: shapes.ActorIn, token: str) -> Revision:
    """An actor as its form makes it, once what looks like it is said to be somebody else. Raises Problem."""
    form = ProposalForm({**sent.model_dump(exclude={"different"}), "token": token})
    if not form.is_valid():
        raise of_forms([("", form)])
    home = Home.of(form.cleaned_data["commune"])
    authority = holder(home)
    if authority is None:
        raise Problem("invalid", faults=(Fault("body", "commune", *NOBODY_THERE),))
    _check_alike(form.cleaned_data, set(sent.different))
    return propose_actor(
        name=form.cleaned_data["name"],
        kind=LocalKind(form.cleaned_data["kind"]),
        home=home,
        authority=authority,
        author=author,
        token=token,
        content=form.content(),
        remark=form.cleaned_data["remark"],
    )


def _check_alike(cleaned: dict[str, Any], different: set[str]) -> None:
    near = [one for one in similar(cleaned["name"], cleaned["commune"]) if one.key not in different]
    if near:
        faults = tuple(
            Fault(
                "body",
                "different",
                Text(f"« {one.name} » existe déjà ({one.key})", f"“{one.name}” exists already ({one.key})"),
                Text(f"Si c'en est un autre, ajoutez {one.key}.", f"If it is another one, add {one.key}."),
            )
            for one in near
        )
        raise Problem("similar", faults=faults)


def edited(sheet: Sheet, authority: Authority, author: User, sent: shapes.RevisionIn, token: str) -> Revision:
    """A change of a sheet as its form makes it. Raises Problem."""
    if sent.version > sheet.version:
        raise Problem("invalid", faults=(Fault("body", "version", *NEWER),))
    _check_register(sheet, sent)
    base = revisions.content_at(sheet, sent.version) if sheet.pk else {}
    editor = SheetEditor(sheet, base, sent.version, _as_form(base, sent, token), {})
    if not editor.is_valid():
        raise of_forms(_parts(editor))
    at_once = access.publishes_at_once(author, sheet)
    try:
        made = edit(
            sheet=sheet,
            authority=authority,
            author=author,
            seen=sent.version,
            content=editor.content(),
            pictures=(),
            sending=(token, at_once),
        )
    except revisions.Clash as clash:
        faults = tuple(Fault("body", name, *CHANGED) for name in clash.fields)
        raise Problem("conflict", faults=faults) from clash
    if made is None:
        raise Problem("invalid", faults=(Fault("body", "", *SAME),))
    return made


def _check_register(sheet: Sheet, sent: shapes.RevisionIn) -> None:
    """What the register says of a structure is not ours to change."""
    given = [name for name in shapes.OF_ADDED if getattr(sent, name) is not None]
    if given and not sheet.is_local:
        raise Problem("invalid", faults=tuple(Fault("body", name, *REGISTERED) for name in given))


def _as_form(base: dict[str, Any], sent: shapes.RevisionIn, token: str) -> dict[str, Any]:
    """The form of the sheet as a person would have filled it: what was there, and what is sent."""
    changes = sent.changes()
    where = {name: changes.pop(name) for name in shapes.OF_ADDED if name in changes}
    consent = changes.get("contact", {}).pop("consent", bool(base.get("contact")))
    for name in ("offers", "wants"):
        if name in changes:
            changes[name] = [Exchange(**_kept(one)).kept() for one in changes[name]]
    wanted = applied(base, changes)
    filled = SheetForm.start(wanted) | WhereaboutsForm.start_of(wanted) | where
    filled |= {"contact_consent": consent, "version": sent.version, "token": token}
    for name in ("offers", "wants"):
        rows = [one | {"tags": ", ".join(one["tags"])} for one in wanted.get(name, ())]
        filled |= _formset(name, rows)
    return filled | _formset("pictures", base.get("pictures", ()))


def _kept(one: dict[str, Any]) -> dict[str, Any]:
    end = one["expires_at"].isoformat() if one["expires_at"] else ""
    return one | {"tags": tuple(one["tags"]), "expires_at": end}


def _formset(prefix: str, rows: Iterable[dict[str, Any]]) -> dict[str, Any]:
    rows = list(rows)
    filled: dict[str, Any] = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": len(rows)}
    for place, row in enumerate(rows):
        filled |= {f"{prefix}-{place}-{name}": value for name, value in row.items()}
    return filled


def _parts(editor: SheetEditor) -> Iterable[tuple[str, forms.BaseForm]]:
    yield "", editor.form
    if editor.where:
        yield "", editor.where
    for name, formset in (("offers", editor.offers), ("wants", editor.wants)):
        yield from ((f"{name}.{place}", form) for place, form in enumerate(formset.forms))
