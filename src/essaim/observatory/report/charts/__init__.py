"""Charts in SVG, one string for the page and for print: text as text, no script, no meaning by colour alone."""
