"""What a territory looks like: its indicators, each a Figure that can say where it comes from."""
