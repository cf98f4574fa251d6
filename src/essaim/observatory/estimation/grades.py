"""How far an estimate can be trusted, and so how it is shown (docs/method/estimation.md)."""

from typing import Literal

Grade = Literal["A", "B", "C", "D"]

FEW = 5  # under so many establishments known by their band, the law of large numbers promises nothing
LIMITS: tuple[tuple[float, Grade], ...] = ((0.05, "B"), (0.15, "C"))
LADDER = (100, 50, 10)
STEPS: dict[Grade, int] = {"A": 1, "B": 10, "C": 50, "D": 100}


def grade_of(value: float, low: float, high: float, establishments: int) -> Grade:
    """B, C or D from the half-width of the 90 % interval relative to the value; A is for what is not estimated."""
    if establishments < FEW or not value:
        return "D"
    half_width = (high - low) / 2 / abs(value)
    return next((grade for limit, grade in LIMITS if half_width <= limit), "D")


def step_of(grade: Grade, value: float) -> int:
    """To what posts are rounded when shown: never coarser than a tenth of the value, so that a small one stays."""
    return next((step for step in LADDER if step <= STEPS[grade] and value >= 10 * step), 1)
