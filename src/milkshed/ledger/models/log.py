"""The log over all events: tiles of hashes, keys, signed checkpoints, and what others signed."""

from typing import ClassVar

import pgtrigger
from django.db import models


def _only_added() -> pgtrigger.Trigger:
    return pgtrigger.Protect(name="only_added", operation=pgtrigger.Update | pgtrigger.Delete)


class LogTile(models.Model):
    """Hashes of the Merkle tree, 256 side by side (:mod:`milkshed.ledger.log.tiles`).

    The last tile of a level is extended until it is complete; nothing else ever changes.
    """

    pk = models.CompositePrimaryKey("level", "index")
    level = models.SmallIntegerField("层")
    index = models.BigIntegerField("序号")
    hashes = models.BinaryField("摘要")

    class Meta:
        verbose_name = verbose_name_plural = "日志摘要块"
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="only_extended",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func="""
                    IF TG_OP = 'DELETE' THEN
                        RAISE EXCEPTION 'Cannot delete rows from % table', TG_TABLE_NAME;
                    END IF;
                    IF octet_length(NEW.hashes) NOT BETWEEN 32 AND 8192
                        OR octet_length(NEW.hashes) % 32 <> 0 THEN
                        RAISE EXCEPTION 'A tile holds 1 to 256 hashes of 32 bytes';
                    END IF;
                    IF TG_OP = 'UPDATE' AND ((NEW.level, NEW.index) <> (OLD.level, OLD.index)
                        OR substring(NEW.hashes FROM 1 FOR octet_length(OLD.hashes)) <> OLD.hashes)
                    THEN
                        RAISE EXCEPTION 'Cannot change hashes of % table', TG_TABLE_NAME;
                    END IF;
                    RETURN NEW;
                """,
            )
        ]


class LogKey(models.Model):
    """A key that signs checkpoints from a size of the log on, until the next key's first size.

    ``endorsement`` is a note in which the key before it names this one; empty for the first key,
    and where the key before was lost.
    """

    name = models.CharField("日志名称", max_length=200)
    public_key = models.BinaryField("公钥", max_length=32)
    first_size = models.BigIntegerField("起用时条数")
    endorsement = models.TextField("前任密钥签署", blank=True)
    created_at = models.DateTimeField("生成时间")

    class Meta:
        verbose_name = verbose_name_plural = "日志密钥"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["public_key"], name="ledger_log_key_once")
        ]
        triggers: ClassVar = [_only_added()]


class Checkpoint(models.Model):
    """A signed statement: so many entries, this root (C2SP tlog-checkpoint).

    ``note`` is the statement with the log's own signatures. ``signed_at`` is the time that the
    log's cosignature states.
    """

    size = models.BigIntegerField("条数")
    root = models.BinaryField("根摘要", max_length=32)
    key = models.ForeignKey(
        LogKey, verbose_name="密钥", on_delete=models.PROTECT, related_name="checkpoints"
    )
    note = models.TextField("签名文书")
    signed_at = models.DateTimeField("签署时间")

    class Meta:
        verbose_name = verbose_name_plural = "检查点"
        indexes: ClassVar = [models.Index(fields=["size"], name="ledger_checkpoint_by_size")]
        triggers: ClassVar = [_only_added()]


class Witness(models.Model):
    """Someone else's key whose cosignatures are shown with checkpoints."""

    name = models.CharField("名称", max_length=200)
    public_key = models.BinaryField("公钥", max_length=32, unique=True)
    registered_at = models.DateTimeField("登记时间", auto_now_add=True)
    registered_by = models.ForeignKey(
        "platform.Person",
        verbose_name="登记人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    ended_at = models.DateTimeField("停用时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "见证方"


class Cosignature(models.Model):
    """A witness saw a checkpoint and found it consistent with all it saw before."""

    checkpoint = models.ForeignKey(
        Checkpoint, verbose_name="检查点", on_delete=models.PROTECT, related_name="cosignatures"
    )
    witness = models.ForeignKey(
        Witness, verbose_name="见证方", on_delete=models.PROTECT, related_name="cosignatures"
    )
    signature = models.BinaryField("签名", max_length=72)
    signed_at = models.DateTimeField("签署时间")
    received_at = models.DateTimeField("收到时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "见证签名"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["checkpoint", "witness"], name="ledger_cosigned_once_per_witness"
            )
        ]
        triggers: ClassVar = [_only_added()]


class Redaction(models.Model):
    """The content of an event was removed for good; its leaf in the log stays.

    ``tombstone`` is what stands in its place.
    """

    seq = models.BigIntegerField("序号", primary_key=True)
    reason = models.TextField("理由")
    person = models.ForeignKey(
        "platform.Person", verbose_name="办理人", on_delete=models.PROTECT, related_name="+"
    )
    redacted_at = models.DateTimeField("删除时间")
    tombstone = models.BinaryField("替代内容")

    class Meta:
        verbose_name = verbose_name_plural = "内容删除"
        triggers: ClassVar = [_only_added()]
