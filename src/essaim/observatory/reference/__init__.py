"""Official code lists and geography, bundled with the program; every table says its source and date."""
