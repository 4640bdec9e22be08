"""The lake on the real catalogue: atomic, idempotent, pruned, compacted."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from milkshed.kernel.problems import Problem
from milkshed.platform.lake import store
from milkshed.platform.lake.partitions import as_partition, partition_keys
from milkshed.platform.models import LakeFile

START = datetime(2026, 1, 5, tzinfo=UTC)
SCHEMA = pa.schema(
    [("cow", pa.int64()), ("at", pa.timestamp("us", tz="UTC")), ("milk_kg", pa.float64())]
)


@pytest.fixture
def lake(tmp_path: Path, settings: Any, db: None) -> Path:
    settings.LAKE_ROOT = tmp_path / "lake"
    return tmp_path / "lake"


def milkings(day: int, cows: int = 10) -> pa.Table:
    at = START + timedelta(days=day)
    return pa.table(
        {
            "cow": list(range(cows)),
            "at": [at + timedelta(minutes=cow) for cow in range(cows)],
            "milk_kg": [float(cow) for cow in range(cows)],
        },
        schema=SCHEMA,
    )


def partition(day: int) -> dict[str, str]:
    return {"county": "640302", "day": (START + timedelta(days=day)).date().isoformat()}


def test_publish_and_ask(lake: Path) -> None:
    row = store.publish("milkings", partition(0), milkings(0), "at")
    store.publish("milkings", partition(1), milkings(1), "at")
    assert (row.rows, row.min_time, row.max_time) == (10, START, START + timedelta(minutes=9))
    assert (lake / row.path).stat().st_size == row.bytes
    table = store.open_dataset("milkings")
    total = table.group_by("county").aggregate(kg=table.milk_kg.sum()).to_pyarrow().to_pylist()
    assert total == [{"county": "640302", "kg": 90.0}]
    assert not list((lake / ".incoming").iterdir())


def test_the_same_content_is_one_file_even_after_retirement(lake: Path) -> None:
    first = store.publish("milkings", partition(0), milkings(0), "at")
    assert store.publish("milkings", partition(0), milkings(0), "at").pk == first.pk
    assert store.retire("milkings", partition(0)) == 1
    again = store.publish("milkings", partition(0), milkings(0), "at")
    assert (again.pk, again.state) == (first.pk, "retired")
    assert LakeFile.objects.count() == 1


def test_a_rolled_back_publication_is_not_seen_and_gets_swept(lake: Path) -> None:
    with transaction.atomic():
        store.publish("milkings", partition(0), milkings(0), "at")
        transaction.set_rollback(True)
    assert store.live_files("milkings") == []
    assert len(list(lake.rglob("*.parquet"))) == 1
    assert store.sweep(timedelta(hours=1)) == 0
    assert store.sweep(timedelta(seconds=-1)) == 1
    store.publish("milkings", partition(0), milkings(0), "at")
    assert store.sweep(timedelta(seconds=-1)) == 0
    assert store.open_dataset("milkings").count().to_pyarrow().as_py() == 10


def test_files_are_skipped_by_partition_and_time(lake: Path) -> None:
    for day in range(3):
        store.publish("milkings", partition(day), milkings(day), "at")
    one = store.live_files("milkings", where={"day": "2026-01-06"})
    two = store.live_files("milkings", where={"day": ["2026-01-06", "2026-01-07"]})
    late = store.live_files("milkings", since=START + timedelta(days=1, minutes=9))
    early = store.live_files("milkings", until=START + timedelta(days=1))
    assert [len(found) for found in (one, two, late, early)] == [1, 2, 2, 1]
    assert store.live_files("milkings", where={"county": "640221"}) == []


def test_compaction_keeps_the_rows_and_open_readers(lake: Path) -> None:
    store.publish("milkings", partition(0), milkings(0, 5), "at")
    store.publish("milkings", partition(0), milkings(0, 7), "at")
    before = store.open_dataset("milkings")
    merged = store.compact("milkings", partition(0), order_by=["cow", "at"], time_column="at")
    assert merged is not None
    assert merged.rows == 12
    assert merged.max_time == START + timedelta(minutes=6)
    assert [row.pk for row in store.live_files("milkings")] == [merged.pk]
    after = store.open_dataset("milkings")
    assert after.cow.to_pyarrow().to_pylist() == sorted(after.cow.to_pyarrow().to_pylist())
    assert before.milk_kg.sum().to_pyarrow() == after.milk_kg.sum().to_pyarrow()
    assert after.schema() == before.schema()
    assert store.compact("milkings", partition(0)) is None
    assert store.sweep(timedelta(seconds=-1)) == 2


def test_a_parquet_file_can_be_handed_in(lake: Path, tmp_path: Path) -> None:
    from milkshed.platform.lake.files import write_table

    handed = tmp_path / "handed.parquet"
    write_table(milkings(0), handed)
    row = store.publish("milkings", partition(0), handed, "at")
    assert row.pk == store.publish("milkings", partition(0), milkings(0), "at").pk
    assert not handed.exists()


def test_tables_of_one_thread_join(lake: Path) -> None:
    store.publish("milkings", partition(0), milkings(0), "at")
    store.publish("cows", {"county": "640302"}, pa.table({"cow": [1, 2], "parity": [1, 3]}))
    milk, cows = store.open_dataset("milkings"), store.open_dataset("cows")
    joined = milk.join(cows, "cow").select("cow", "parity").to_pyarrow()
    assert sorted(joined["cow"].to_pylist()) == [1, 2]


def test_an_empty_dataset(lake: Path) -> None:
    assert store.open_dataset("nothing", schema=SCHEMA).count().to_pyarrow().as_py() == 0
    with pytest.raises(Problem) as caught:
        store.open_dataset("nothing")
    assert caught.value.kind.slug == "not-found"


def test_bad_content_is_refused_and_leaves_nothing(lake: Path) -> None:
    naive = pa.table({"at": pa.array([datetime(2026, 1, 1)], pa.timestamp("us"))})  # noqa: DTZ001
    for content in (milkings(0, 0), naive):
        with pytest.raises(Problem):
            store.publish("milkings", partition(0), content, "at")
    for name, where in (("Milk", partition(0)), ("milk", "day=../../x"), ("milk", "day")):
        with pytest.raises(Problem):
            store.publish(name, where, milkings(0), "at")
    assert not list(lake.rglob("*.parquet"))


@given(
    st.dictionaries(
        st.from_regex(r"[a-z][a-z0-9_]{0,9}", fullmatch=True),
        st.from_regex(r"[A-Za-z0-9_.-]{1,12}", fullmatch=True),
        min_size=1,
    )
)
def test_partition_names_round_trip(keys: dict[str, str]) -> None:
    assert partition_keys(as_partition(keys)) == keys
