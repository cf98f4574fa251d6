"""Public pages of territories: search, portrait, downloads."""

from django.contrib.auth.decorators import login_not_required
from django.core.cache import caches
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from essaim.observatory.diagnosis.diagnose import Diagnosis, diagnose, with_names
from essaim.observatory.language import Text
from essaim.observatory.perimeter.rules import PERIMETERS
from essaim.observatory.reference.geography import Territory
from essaim.observatory.report.rendering import ASKING, EXTENSIONS
from essaim.observatory.report.rendering import render as render_report
from essaim.web.accounts.models import Authority
from essaim.web.design.menu import Step
from essaim.web.design.words import language, tr
from essaim.web.territories.around import around
from essaim.web.territories.gazetteer import gazetteer, named
from essaim.web.territories.keeping import is_anonymous, kept
from essaim.web.territories.levels import address_of
from essaim.web.territories.portrait import Portrait, portrait
from essaim.web.territories.stores import current_store

FORMS = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "summary": "application/pdf",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
FORM_NAMES = {
    "summary": Text("Une page pour un élu (PDF)", "One page for an elected official (PDF)"),
    "pdf": Text("Rapport complet (PDF)", "Full report (PDF)"),
    "html": Text("Page autonome (HTML)", "Stand-alone page (HTML)"),
    "ods": Text("Tableur (ODS)", "Spreadsheet (ODS)"),
    "csv": Text("Tableur (CSV)", "Spreadsheet (CSV)"),
    "json": Text("Données (JSON)", "Data (JSON)"),
}
# Orders in which the directory tells the actors of a territory that everybody knows.
LANDMARKS = [("age", Text("Les plus anciennes", "The oldest")), ("taille", Text("Les plus grandes", "The largest"))]
LONGEST_QUERY = 80
LOOKS_BELIEVED = 10  # seconds


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What Essaim is, and the way to one's territory."""
    return render(request, "territories/home.html", {"authorities": Authority.objects.all()[:6]})


@login_not_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """A name, whatever its accents and with a slip or two, gives a list of territories."""
    query = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    known = gazetteer(current_store().manifest["cog"])
    results = known.search(query) if query else []
    shown = {
        "query": query,
        "results": results,
        "whole": known.by_key["france", "FR"],
        "regions": [one for one in known.territories if one.level == "region"],
        "trail": [Step(str(tr("Accueil", "Home")), reverse("home")), Step(str(tr("Territoires", "Territories")))],
    }
    return render(request, "territories/search.html", shown)


@login_not_required
@require_safe
def territory_page(request: HttpRequest, level: str, code: str) -> HttpResponse:
    """The portrait: the figures of `essaim diagnose`, explained in place."""
    store = current_store()
    found = named(level, code, store.manifest["cog"])
    perimeter = _perimeter(request)

    def page() -> bytes:
        theme = Authority.objects.of_territory(level, code).first()
        return _page(request, found, perimeter, theme).encode()

    if not is_anonymous(request):
        return HttpResponse(page())
    parts = ("portrait", level, code, store.version, perimeter, language(), _looks(level, code))
    return kept(request, parts, "text/html; charset=utf-8", page)


@login_not_required
@require_safe
def download(request: HttpRequest, level: str, code: str, form: str) -> HttpResponse:
    """What `essaim diagnose --format` writes, byte for byte."""
    if form not in FORMS:
        raise Http404
    store = current_store()
    found = named(level, code, store.manifest["cog"])
    perimeter = _perimeter(request)
    parts = ("file", level, code, store.version, perimeter, language(), form)
    response = kept(
        request,
        parts,
        FORMS[form],
        lambda: render_report(_diagnosis(found, perimeter, form), form, language()),
    )
    response["Content-Disposition"] = f'attachment; filename="essaim-{level}-{code}-{perimeter}{_ending(form)}"'
    return response


def _ending(form: str) -> str:
    """The end of a file's name: a summary says that it is one."""
    return f"-{form}.{EXTENSIONS[form]}" if form in EXTENSIONS else f".{form}"


def _diagnosis(found: Territory, perimeter: str, form: str) -> Diagnosis:
    store = current_store()
    told = diagnose(store, found, perimeter)
    return with_names(store, told) if form in ASKING else told


def _looks(level: str, code: str) -> str:
    """Changes with the colours of the page; believed for a few seconds, to ask the database nothing meanwhile."""
    key = f"looks:{level}:{code}"
    looks = caches["pages"].get(key)
    if looks is None:
        theme = Authority.objects.of_territory(level, code).first()
        looks = f"{theme.slug} {theme.stamp}" if theme else ""
        caches["pages"].set(key, looks, LOOKS_BELIEVED)
    return looks


def _perimeter(request: HttpRequest) -> str:
    asked = request.GET.get("perimeter", "strict")
    if asked not in PERIMETERS:
        raise Http404
    return asked


def _page(request: HttpRequest, found: Territory, perimeter: str, theme: Authority | None) -> str:
    told = _told(found, perimeter)
    diagnosis = told.diagnosis
    shown = {
        "theme": theme,
        "portrait": told,
        "territory": found,
        "store": diagnosis.store,
        "perimeter": perimeter,
        "perimeters": PERIMETERS.items(),
        "landmarks": LANDMARKS,
        "around": around(diagnosis),
        "trail": _trail(diagnosis),
        "forms": [
            (name.in_(language()), reverse("territory_download", args=[found.level, found.code, form]))
            for form, name in FORM_NAMES.items()
        ],
    }
    return render_to_string("territories/portrait.html", shown, request)


def _told(found: Territory, perimeter: str) -> Portrait:
    return portrait(diagnose(current_store(), found, perimeter), language())


def _trail(diagnosis: Diagnosis) -> list[Step]:
    above = [Step(parent.name, address_of(parent)) for parent in reversed(diagnosis.parents)]
    return [
        Step(str(tr("Territoires", "Territories")), reverse("territory_search")),
        *above,
        Step(diagnosis.territory.name),
    ]
