"""The yardstick of the estimates: the register row by row, and 200 draws. A store takes a shorter way (decision 9)."""
