"""The built result of the open data: made once, checked, published whole, opened read-only."""
