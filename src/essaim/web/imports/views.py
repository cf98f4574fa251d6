"""Pages of an import, without JavaScript: a file, its columns, the report, the result."""

from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from essaim.web.accounts.access import signed_in
from essaim.web.accounts.models import Authority
from essaim.web.accounts.pages import View, of_authority
from essaim.web.contributions.actions.revisions import AlreadyDecided
from essaim.web.contributions.content import BY_NAME
from essaim.web.design.menu import Step
from essaim.web.design.words import language, tr
from essaim.web.imports import actions, undoing
from essaim.web.imports.access import can_import
from essaim.web.imports.checking import check
from essaim.web.imports.fields import proposed
from essaim.web.imports.forms import ColumnsForm, FileForm, choices_in
from essaim.web.imports.models import Import
from essaim.web.imports.report import OUTCOMES, Outcome, Report, Verdict
from essaim.web.imports.tables.reading import read_table
from essaim.web.imports.tables.table import Table
from essaim.web.imports.written_report import as_csv

FORM = ["GET", "HEAD", "POST"]
SHOWN = 100  # rows of each outcome on a page; the file has every one


def of_import(view: View) -> View:
    """Give the view the import that its address names."""

    @wraps(view)
    def found(request: HttpRequest, authority: Authority, pk: int) -> HttpResponseBase:
        visible = Import.objects.visible_to(request.user).filter(authority=authority)
        return view(request, get_object_or_404(visible.select_related("authority", "author"), pk=pk))

    return of_authority(can_import)(found)


@never_cache
@require_http_methods(FORM)
@of_authority(can_import)
def imports(request: HttpRequest, authority: Authority) -> HttpResponseBase:
    """Send a file; those that were sent before."""
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        kept = actions.keep(
            authority=authority,
            author=signed_in(request),
            name=form.name,
            content=form.content,
            mapping=proposed(form.table.headings),
        )
        return redirect("import_columns", authority.slug, kept.pk)
    sent = Import.objects.visible_to(request.user).filter(authority=authority).select_related("author")
    shown = {"theme": authority, "trail": _trail(authority), "form": form, "sent": sent[:50]}
    return render(request, "imports/imports.html", shown)


@never_cache
@require_http_methods(FORM)
@of_import
def columns(request: HttpRequest, batch: Import) -> HttpResponseBase:
    """What each column holds, as it was recognised; the officer corrects it."""
    table = _table(batch)
    form = ColumnsForm(request.POST or None, table=table, mapping=batch.mapping)
    if request.method == "POST" and (sheet := request.POST.get("sheet", table.sheet)) != table.sheet:
        _turn_to(batch, sheet if sheet in table.sheets else table.sheet)
        return redirect("import_columns", batch.authority.slug, batch.pk)
    if request.method == "POST" and form.is_valid():
        batch.mapping = form.mapping(form.cleaned_data)
        batch.save(update_fields=["mapping"])
        return redirect("import", batch.authority.slug, batch.pk)
    shown = {"theme": batch.authority, "trail": _trail(batch.authority, batch), "batch": batch, "form": form}
    return render(request, "imports/columns.html", shown | {"table": table})


@never_cache
@require_http_methods(FORM)
@of_import
def report(request: HttpRequest, batch: Import) -> HttpResponseBase:
    """What the import would do; once it is confirmed, what it did."""
    shown: dict[str, Any] = {"theme": batch.authority, "trail": _trail(batch.authority, batch), "batch": batch}
    if not batch.is_waiting:
        counts = [(OUTCOMES[one], batch.counts.get(one.value, 0)) for one in Outcome]
        return render(request, "imports/done.html", shown | {"counts": counts})
    if request.method == "POST":
        return _write(request, batch)
    found = check(_table(batch), batch.mapping, batch.authority)
    shown |= {"report": found, "groups": _groups(found), "counts": _counts(found)}
    return render(request, "imports/report.html", shown)


def _write(request: HttpRequest, batch: Import) -> HttpResponse:
    """Check again with what was said of the rows in doubt, then write at once."""
    final = check(_table(batch), batch.mapping, batch.authority, choices_in(request.POST))
    agreed = request.POST.get("contacts") == "1"
    try:
        actions.write(batch=batch, report=final, actor=signed_in(request), with_contacts=agreed)
        messages.success(request, tr("C'est importé.", "Imported."))
    except AlreadyDecided:
        messages.warning(request, tr("Ce fichier est déjà importé.", "This file is imported already."))
    return redirect("import", batch.authority.slug, batch.pk)


@never_cache
@require_safe
@of_import
def report_file(_: HttpRequest, batch: Import) -> HttpResponseBase:
    """The rows with what was seen of each, as a file to mend."""
    table = _table(batch)
    found = check(table, batch.mapping, batch.authority)
    response = StreamingHttpResponse(as_csv(table, found, language()), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="essaim-import.csv"'
    return response


@never_cache
@require_POST
@of_import
def give_up(request: HttpRequest, batch: Import) -> HttpResponseBase:
    """Forget a file that was not written."""
    if not batch.is_waiting:
        raise Http404
    actions.discard(batch=batch)
    messages.success(request, tr("Le fichier est oublié : rien n'a été écrit.", "Forgotten: nothing was written."))
    return redirect("imports", batch.authority.slug)


@never_cache
@require_POST
@of_import
def undo(request: HttpRequest, batch: Import) -> HttpResponseBase:
    """Take the whole import back, but for what changed since."""
    try:
        undoing.undo(batch=batch, actor=signed_in(request))
    except AlreadyDecided:
        raise Http404 from None
    messages.success(request, tr("L'import est annulé.", "The import is undone."))
    return redirect("import", batch.authority.slug, batch.pk)


def _table(batch: Import) -> Table:
    """The table of a file that still waits."""
    if not batch.is_waiting:
        raise Http404
    with batch.file.open() as file:
        return read_table(file.read(), batch.sheet)


def _turn_to(batch: Import, sheet: str) -> None:
    """Read another sheet of the workbook, whose headings are others."""
    batch.sheet = sheet
    batch.mapping = proposed(_table(batch).headings)
    batch.save(update_fields=["sheet", "mapping"])


def _groups(found: Report) -> list[tuple[Outcome, Any, list[tuple[Verdict, list[str]]], int]]:
    """Rows by outcome, questions first: (code, words, the first rows with their fields, how many)."""
    order = (Outcome.DOUBT, Outcome.REFUSED, Outcome.CHANGE, Outcome.NEW)
    groups = [(one, OUTCOMES[one], list(found.of(one))) for one in order]
    return [
        (one, words, [(row, _fields(row)) for row in rows[:SHOWN]], len(rows)) for one, words, rows in groups if rows
    ]


def _fields(row: Verdict) -> list[str]:
    return [str(BY_NAME[name].label) for name in row.changes] + list(row.labels)


def _counts(found: Report) -> list[tuple[Any, int]]:
    return [(OUTCOMES[Outcome(code)], count) for code, count in found.counts.items()]


def _trail(authority: Authority, batch: Import | None = None) -> list[Step]:
    steps = [
        Step(str(tr("Collectivités", "Authorities")), reverse("authority_list")),
        Step(authority.name, authority.get_absolute_url()),
        Step(str(tr("Imports", "Imports")), reverse("imports", args=[authority.slug]) if batch else ""),
    ]
    return [*steps, Step(batch.name)] if batch else steps
