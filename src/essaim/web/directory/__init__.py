"""The directory: lists of structures under an address that can be shared, a page for each, files of any list."""
