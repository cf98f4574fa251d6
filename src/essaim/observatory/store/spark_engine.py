"""The engine for builds that outgrow one machine: the same models on Spark, transpiled from DuckDB's dialect.

An optional extra (`pip install essaim[spark]`), which needs Java 17 or later. On a cluster, `work` must lie on storage
that every worker sees; the published tables are small, and each is written as one Parquet file, as DuckDB does.
"""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from essaim.observatory.errors import EssaimError
from essaim.observatory.language import Text
from essaim.observatory.store.dialect import to_spark
from essaim.observatory.store.models import Model

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.shuffle.partitions": "8",
    "spark.sql.parquet.compression.codec": "zstd",
    # DuckDB's dates and integers are read and written as they are.
    "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",
    "spark.sql.parquet.datetimeRebaseModeInWrite": "CORRECTED",
}


class SparkEngine:
    """Spark in local mode, or on the cluster that `SPARK_REMOTE` or `spark-defaults.conf` names."""

    name = "spark"

    def __init__(self, work: Path) -> None:
        self.work = work
        self._session = _session(work)

    def attach(self, name: str, parquet: Path) -> None:
        self._session.read.parquet(str(parquet)).createOrReplaceTempView(name)

    def define(self, name: str, select: str) -> None:
        self._query(select).createOrReplaceTempView(name)

    def make(self, model: Model) -> Path | None:
        if model.is_view:
            self.define(model.name, model.select)
            return None
        if not model.published:
            return self._write_parts(model)
        target = self.work / f"{model.name}.parquet"
        folder = self.work / f"{model.name}.parts"
        self._query(model.select).coalesce(1).write.mode("overwrite").parquet(str(folder))
        [part] = folder.glob("part-*.parquet")
        part.rename(target)
        shutil.rmtree(folder)
        self.attach(model.name, target)
        return target

    def _write_parts(self, model: Model) -> Path:
        """What is only passed on to the next model stays in as many files as there are tasks."""
        folder = self.work / f"{model.name}.parquet"
        self._query(model.select).write.mode("overwrite").parquet(str(folder))
        self.attach(model.name, folder)
        return folder

    def rows(self, select: str) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self._query(select).collect()]

    def close(self) -> None:
        self._session.stop()

    def _query(self, select: str) -> "DataFrame":
        return self._session.sql(to_spark(select))


def _session(work: Path) -> "SparkSession":
    try:
        from pyspark.sql import SparkSession
    except ImportError as fault:
        raise _missing("pyspark") from fault
    if shutil.which("java") is None:
        raise _missing("Java")
    builder = SparkSession.builder.appName("essaim")
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    session: SparkSession = builder.config("spark.sql.warehouse.dir", str(work / "warehouse")).getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


def _missing(what: str) -> EssaimError:
    return EssaimError(
        Text(f"le moteur Spark demande {what}, absent ici", f"the Spark engine needs {what}, which is not here"),
        remedy=Text(
            "pip install 'essaim[spark]' et Java 17 ou plus récent ; ou restez sur le moteur par défaut.",
            "pip install 'essaim[spark]' and Java 17 or later; or keep to the default engine.",
        ),
    )
