"""The site. It reads the observatory through its public functions and owns what people write."""
