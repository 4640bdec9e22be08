"""Names of datasets and hive partitions: ``county=640302/month=2026-01``."""

import re
from collections.abc import Mapping

from milkshed.kernel.problems import invalid

_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
_VALUE = re.compile(r"[A-Za-z0-9_.-]{1,60}")


def check_dataset(name: str) -> str:
    """Return a right dataset name; raises Problem for anything that is no plain word."""
    if not _NAME.fullmatch(name):
        raise invalid(
            "dataset",
            name,
            "shape",
            "数据集名称应为小写字母、数字和下划线",
            "A dataset is named in lower-case letters, digits and underscores",
        )
    return name


def as_partition(keys: Mapping[str, str] | str) -> str:
    """Return the hive path of partition keys, in the order given; raises Problem when unsafe.

    Values are plain words, so that no path leaves the lake and no escaping is needed.
    """
    text = keys if isinstance(keys, str) else "/".join(f"{k}={v}" for k, v in keys.items())
    for part in text.split("/"):
        key, _, value = part.partition("=")
        if not _NAME.fullmatch(key) or not _VALUE.fullmatch(value):
            raise invalid(
                "partition",
                text,
                "shape",
                "分区应写作 键=值/键=值，值只含字母、数字、点、横线和下划线",
                "A partition is written key=value/key=value with letters, digits, . - and _",
            )
    return text


def partition_keys(partition: str) -> dict[str, str]:
    """Return the keys and values of a hive path."""
    return dict(part.split("=", 1) for part in partition.split("/"))
