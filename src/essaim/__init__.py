"""Essaim shows a territory its social and solidarity economy, and helps the people in charge of it to act."""

__version__ = "0.1.0"
