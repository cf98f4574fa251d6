"""From DuckDB's dialect to Spark's, through sqlglot, with what the two do not share set right."""


def to_spark(select: str) -> str:
    """One query for Spark SQL; raises sqlglot.errors.UnsupportedError for a construct that has no equivalent."""
    import sqlglot
    from sqlglot import ErrorLevel

    [written] = sqlglot.transpile(select, read="duckdb", write="spark", unsupported_level=ErrorLevel.RAISE)
    return written
