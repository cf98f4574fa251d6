"""A file of structures that an authority already keeps, checked line by line before anything is written."""
