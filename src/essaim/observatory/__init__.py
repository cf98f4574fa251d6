"""Open data in, figures out: pure Python and DuckDB SQL, without Django."""
