"""Which legal units belong to the ESS, under which definition, and on what evidence."""

from essaim.observatory.perimeter.rules import OUTSIDE, PERIMETERS, VERSION, Decision, Perimeter, decide

__all__ = ["OUTSIDE", "PERIMETERS", "VERSION", "Decision", "Perimeter", "decide"]
