from django.db import models

from essaim.web.contributions.models.review import OFFICERS, Reviewed
from essaim.web.contributions.models.sheets import Sheet


class Objection(Reviewed):
    """A structure asks not to be shown. The authority decides, and what it decided stays written."""

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="objections")
    why = models.CharField(max_length=1000)
    email = models.EmailField()
    token = models.CharField(max_length=64, unique=True)

    reviewers = OFFICERS

    def __str__(self) -> str:
        return str(self.sheet)
