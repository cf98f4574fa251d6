"""The open API: what the pages say, for programs; what people write, by token."""
