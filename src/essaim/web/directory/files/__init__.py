"""Files of any list of the directory: for people, for maps, for machines. Each says its sources, dates and licence."""
