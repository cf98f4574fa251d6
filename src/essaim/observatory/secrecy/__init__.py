"""Secrecy: which figures may be shown, and what must be hidden so that they cannot be solved by subtraction."""
