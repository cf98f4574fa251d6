"""What the report says of change over time: its tables, its sentences and its charts."""
