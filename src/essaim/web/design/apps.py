"""The design: looks and words of every page are decided here and nowhere else."""

from django.apps import AppConfig


class DesignConfig(AppConfig):
    name = "essaim.web.design"
    label = "design"
