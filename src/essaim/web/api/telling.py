"""Structures and what people added to them, in the shapes of the API. Nothing here depends on who asks."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.http import HttpRequest
from django.utils import translation

from essaim.observatory.directory.labels import labels
from essaim.observatory.directory.needs import needs
from essaim.observatory.directory.query import WIDEST
from essaim.observatory.directory.received import Received
from essaim.observatory.directory.structures import Establishment, Structure
from essaim.observatory.language import Text
from essaim.observatory.reference.legal_forms import family_label
from essaim.web.api.addresses import whole
from essaim.web.api.schemas import received as told_received
from essaim.web.api.schemas import structures as shapes
from essaim.web.api.schemas import writing
from essaim.web.api.schemas.common import Both, Coded, Origin, coded
from essaim.web.contributions.content import ACCESS, STATUSES
from essaim.web.contributions.models import Decision, Revision
from essaim.web.contributions.models.revisions import Origin as Way
from essaim.web.contributions.models.sheets import LocalKind
from essaim.web.contributions.reading import Additions
from essaim.web.directory.files.records import ADDED, origin
from essaim.web.directory.sheet import answered, classified, proofs
from essaim.web.directory.words import activity_label, form_label


def in_both(said: Any) -> Text:
    """A text of ours whose language is chosen when it is read, in both."""
    found = []
    for language in ("fr", "en"):
        with translation.override(language):
            found.append(str(said))
    return Text(*found)


def origin_of(manifest: Mapping[str, Any]) -> Origin:
    """What every list of structures comes from."""
    fr, en = (origin(manifest, "", language) for language in ("fr", "en"))
    return Origin(
        store=manifest["version"],
        source=Both(fr=fr.source, en=en.source),
        vintage=fr.vintage,
        licence=fr.licence,
        synthetic=fr.synthetic,
    )


def structure(request: HttpRequest, one: Structure, more: Additions | None) -> dict[str, Any]:
    """What a list says of a structure."""
    return {
        "key": one.key,
        "siren": one.siren or None,
        "name": one.name,
        "acronym": one.acronym,
        "legal_form": _form(one.legal_form),
        "family": family(one.family),
        "subfamily": family(one.subfamily),
        "activity": _activity(one.activity),
        "headcount_band": one.band,
        "created": one.created,
        "rna": one.rna,
        "labels": [coded(code, labels()[code].name) for code in one.labels],
        "diffusible": one.diffusible,
        "places": one.places,
        "head_office": _establishment(one.head_office),
        "added": _added(one, more),
        "additions": additions(more),
        "page": whole(request, "directory:structure", one.key),
        "address": whole(request, "api:structure", one.key),
    }


def detail(request: HttpRequest, one: Structure, more: Additions | None, manifest: Mapping[str, Any]) -> dict[str, Any]:
    """What its own address adds: why it is in the ESS, where each fact comes from, every place of work."""
    return {
        **(_of_people(more) if one.local else _of_register(one, manifest)),
        "establishments": [_establishment(work) for work in one.establishments],
        "contact": shapes.Contact(**more.contact) if more and more.contact else None,
        "origin": origin_of(manifest),
        **structure(request, one, more),
    }


def received(found: Received) -> told_received.Received:
    """The contracts and subsidies of one structure; only what is its own is summed."""
    return told_received.Received(
        contracts=list(found.contracts),
        subsidies=list(found.subsidies),
        awarded=sum(one.amount or 0 for one in found.attributed),
        granted=sum(one.received for one in found.in_money),
    )


def _of_register(one: Structure, manifest: Mapping[str, Any]) -> dict[str, Any]:
    told = classified(one, manifest)
    return {
        "perimeters": list(told.decision.perimeters),
        "conclusion": Both(fr=told.conclusion("fr"), en=told.conclusion("en")),
        "evidence": _evidence(one, manifest),
        "needs": [coded(need.code, need.label) for need in answered(one)],
    }


def _of_people(more: Additions | None) -> dict[str, Any]:
    """Of an actor that registers lack: in the widest list, because people and their authority say so."""
    by = more.added.by if more and more.added else "Essaim"
    return {
        "perimeters": [WIDEST],
        "conclusion": Both(fr=ADDED.fr.format(by=by), en=ADDED.en.format(by=by)),
        "evidence": [],
        "needs": [coded(code, needs()[code].label) for code in (more.need_codes if more else ())],
    }


def contribution(request: HttpRequest, one: Revision) -> writing.Contribution:
    """Something that somebody sent, for that person."""
    return writing.Contribution(
        id=one.pk,
        what=coded(one.origin, in_both(Way(one.origin).label)),
        structure=one.sheet.key,
        fields=list(one.fields),
        decision=coded(one.decision, in_both(Decision(one.decision).label)),
        reason=one.reason,
        authority=one.authority.name,
        sent_at=one.created_at,
        decided_at=one.decided_at,
        address=whole(request, "api:one_contribution", one.pk),
        page=whole(request, "revision", one.pk),
    )


def additions(more: Additions | None) -> shapes.Additions | None:
    """What people wrote; the contact is told by the address of one structure only, never by lists."""
    if more is None:
        return None
    return shapes.Additions(
        description=str(more.description),
        offers=[shapes.Exchange(**one.kept()) for one in more.offers],
        wants=[shapes.Exchange(**one.kept()) for one in more.wants],
        area=list(more.area_keys),
        website=more.website,
        opening=more.opening,
        accessibility=[coded(code, in_both(ACCESS[code])) for code in more.accessibility_codes],
        status=coded(more.status, in_both(STATUSES[more.status])) if more.status else None,
        labels=[shapes.GrantedLabel(**_without_proof(asdict(one))) for one in more.labels],
        speaks_for_itself=more.speaks_for_itself,
        freshness=shapes.Freshness(confirmed_at=more.freshness.confirmed_at, score=more.freshness.score),
    )


def _without_proof(label: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in label.items() if name != "proof"}


def _establishment(one: Establishment) -> shapes.Establishment:
    return shapes.Establishment(
        siret=one.siret if one.siret.isdigit() else None,
        name=one.name,
        address=one.address,
        postcode=one.postcode,
        commune=shapes.Named(code=one.commune, name=one.commune_name),
        intercommunality=one.intercommunality,
        departement=one.departement,
        region=one.region,
        activity=_activity(one.activity),
        headcount_band=one.band,
        employer=one.employer,
        created=one.created,
        head_office=one.head_office,
        diffusible=one.diffusible,
        longitude=one.longitude,
        latitude=one.latitude,
        approximate=one.approximate,
    )


def _evidence(one: Structure, manifest: Mapping[str, Any]) -> list[shapes.Proof]:
    vintages = {source["title"]["fr"]: source["vintage"] for source in manifest["sources"]}
    pairs = zip(proofs(one, manifest, "fr"), proofs(one, manifest, "en"), strict=True)
    return [
        shapes.Proof(
            statement=Both(fr=fr.told, en=en.told),
            source=Both(fr=fr.source, en=en.source),
            page=fr.page,
            vintage=vintages[fr.source],
            ground=fr.ground,
            holds=fr.holds,
        )
        for fr, en in pairs
    ]


def _added(one: Structure, more: Additions | None) -> shapes.Added | None:
    if not one.local or more is None or more.added is None:
        return None
    kind = LocalKind(more.kind_code)
    return shapes.Added(by=more.added.by, on=more.added.on, kind=coded(kind, in_both(kind.label)))


def _form(code: str) -> Coded | None:
    return coded(code, Text(form_label(code), form_label(code))) if code else None


def family(code: str) -> Coded | None:
    """A family or a sub-family with its label; None for none."""
    return coded(code, family_label(code)) if code else None


def _activity(code: str | None) -> Coded | None:
    return coded(code, activity_label(code)) if code else None
