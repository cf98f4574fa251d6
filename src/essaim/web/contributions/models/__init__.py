"""What people add to the directory. Sheets are shared facts, keyed by structure; the rest belongs to an authority."""

from essaim.web.contributions.models.claims import Claim, Reminder
from essaim.web.contributions.models.labels import Label, LabelKind
from essaim.web.contributions.models.objections import Objection
from essaim.web.contributions.models.review import Decision, Reviewed, ReviewedQuerySet
from essaim.web.contributions.models.revisions import Revision
from essaim.web.contributions.models.sheets import NotTheSame, Picture, Sheet

__all__ = [
    "Claim",
    "Decision",
    "Label",
    "LabelKind",
    "NotTheSame",
    "Objection",
    "Picture",
    "Reminder",
    "Reviewed",
    "ReviewedQuerySet",
    "Revision",
    "Sheet",
]
