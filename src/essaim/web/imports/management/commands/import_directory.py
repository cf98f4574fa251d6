"""`essaim manage import_directory old-directory.xlsx --authority dijon --check`: the report, and nothing written."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from essaim.observatory.errors import EssaimError
from essaim.web.accounts.models import Authority
from essaim.web.design.words import language
from essaim.web.imports import actions
from essaim.web.imports.checking import check
from essaim.web.imports.fields import missing, proposed
from essaim.web.imports.report import Outcome, Report
from essaim.web.imports.tables.reading import read_table


class Command(BaseCommand):
    help = "Checks a file of structures row by row, then writes it in the name of an authority; --check only checks."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--authority", required=True, metavar="SLUG")
        parser.add_argument("--sheet", default="", help="of a workbook; the first that holds something by default")
        parser.add_argument("--check", action="store_true", help="print the report and write nothing")
        parser.add_argument("--contacts", action="store_true", help="publish contacts: those named agreed to it")

    def handle(self, *_: Any, **options: Any) -> None:
        authority = Authority.objects.filter(slug=options["authority"]).first()
        if authority is None:
            raise CommandError(f"no authority has the slug {options['authority']!r}")
        path: Path = options["file"]
        try:
            content = path.read_bytes()
            table = read_table(content, options["sheet"])
        except (OSError, EssaimError) as fault:
            raise CommandError(fault.message(language()) if isinstance(fault, EssaimError) else str(fault)) from fault
        mapping = proposed(table.headings)
        if lacking := missing(mapping):
            raise CommandError(lacking.in_(language()))
        report = check(table, mapping, authority)
        self._told(report)
        if not options["check"]:
            batch = actions.keep(authority=authority, author=None, name=path.name, content=content, mapping=mapping)
            actions.write(batch=batch, report=report, actor=None, with_contacts=options["contacts"])

    def _told(self, report: Report) -> None:
        spoken = language()
        for column in report.columns:
            counts = f"{column.filled} / {column.empty} / {column.repaired} / {column.faults}"
            self.stdout.write(f"{column.heading} → {column.label.in_(spoken)}: {counts}")
        for one in report.verdicts:
            if one.notes or one.outcome == Outcome.DOUBT:
                label = one.outcome_label.in_(spoken)
                self.stdout.write(f"{one.line}: {one.name or one.key} · {label} · {one.told(spoken)}")
        for outcome, count in report.counts.items():
            self.stdout.write(f"{outcome}: {count}")
