"""Files as they come: spreadsheets, delimited text, GoGoCarto's elements, Murmurations' profiles; each as one table."""
