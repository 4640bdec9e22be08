"""The stand-alone verifier: proofs, checkpoints and keys checked without asking the log's owner.

Needs nothing but Python's standard library and ``cryptography``; no database, no Django:

    python -m milkshed.ledger.log.verifier bundle proof.json --key NAME+ID+KEY
    python -m milkshed.ledger.log.verifier log https://milkshed.example --remember log.json
"""

import argparse
import json
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from milkshed.ledger.log.bundle import (
    Bundle,
    KeyStatement,
    endorsement_text,
    read_bundle,
    read_keys,
)
from milkshed.ledger.log.notes import (
    Algorithm,
    Note,
    PublicKey,
    TreeHead,
    from_base64,
    parse_note,
    parse_tree_head,
    parse_vkey,
    verify,
    verify_cosignature,
)
from milkshed.ledger.log.refusal import NotProven
from milkshed.ledger.log.tree import leaf_hash, verify_consistency, verify_inclusion

_FETCH_SECONDS = 20
_FETCH_LIMIT_BYTES = 4 * 1024 * 1024
_CHINA = timezone(timedelta(hours=8))

Fetch = Callable[[str], bytes]


@dataclass(frozen=True, slots=True)
class Signed:
    """A checkpoint whose signature holds.

    ``signed_at`` is the time that the log states under its signature. ``is_anchored`` tells
    whether the key was known beforehand or is merely the one that came with the checkpoint.
    """

    head: TreeHead
    key: PublicKey
    signed_at: datetime | None
    is_anchored: bool


@dataclass(frozen=True, slots=True)
class Proven:
    """A bundle that holds: entry ``index`` stands in the log under a signed checkpoint.

    ``event_id`` and ``record_time`` are what the entry says of itself, None without the entry.
    """

    index: int
    leaf: bytes
    signed: Signed
    event_id: str | None
    record_time: str | None


@dataclass(frozen=True, slots=True)
class Remembered:
    """What an earlier check left behind: the key then trusted and the last checkpoint seen."""

    anchor: PublicKey
    checkpoint: Note

    @property
    def head(self) -> TreeHead:
        """What the remembered checkpoint says."""
        return parse_tree_head(self.checkpoint.text)


def verify_checkpoint(
    note: Note, keys: Sequence[KeyStatement], anchor: PublicKey | None = None
) -> Signed:
    """Check that a checkpoint is signed by a key that was in force at its size.

    ``keys`` are the log's statements, oldest first. Trust begins at ``anchor``, or without one at
    the first of them, and passes on only where a key names its successor. Raises NotProven.
    """
    head = parse_tree_head(note.text)
    trusted = _trusted(keys, head.origin, anchor)
    for at, statement in enumerate(trusted):
        if not note.of(statement.key):
            continue
        verify(note, statement.key)
        until = trusted[at + 1].first_size if at + 1 < len(trusted) else None
        if head.size < statement.first_size or (until is not None and head.size > until):
            raise NotProven(
                f"密钥 {statement.key.key_id.hex()} 在 {head.size} 条时未起用或已停用",
                f"Key {statement.key.key_id.hex()} was not in force at size {head.size}",
            )
        timed = statement.key.signing(Algorithm.COSIGNATURE)
        stated = verify_cosignature(note, timed) if note.of(timed) else None
        return Signed(head, statement.key, stated, anchor is not None)
    raise NotProven(
        "检查点没有可信密钥的签名", "The checkpoint bears no signature by a key that is trusted"
    )


def _trusted(
    keys: Sequence[KeyStatement], origin: str, anchor: PublicKey | None
) -> list[KeyStatement]:
    places = [at for at, one in enumerate(keys) if anchor is None or one.key.key == anchor.key]
    if not places:
        raise NotProven("所给公钥不在日志的密钥之中", "The key given is none of the log's keys")
    chain: list[KeyStatement] = []
    for statement in keys[places[0] :]:
        if statement.key.name != origin or statement.key.algorithm is not Algorithm.NOTE:
            raise NotProven("密钥名称与日志不符", "A key does not bear the log's name")
        if chain and not _is_endorsed(statement, chain[-1]):
            break  # a key that its predecessor did not name must be trusted by other means
        chain.append(statement)
    return chain


def _is_endorsed(statement: KeyStatement, before: KeyStatement) -> bool:
    if statement.endorsement is None:
        return False
    if statement.first_size < before.first_size or statement.endorsement.text != endorsement_text(
        statement.key, statement.first_size
    ):
        raise NotProven("新密钥的签署与密钥不符", "An endorsement names another key")
    verify(statement.endorsement, before.key)
    return True


def verify_bundle(bundle: Bundle, anchor: PublicKey | None = None) -> Proven:
    """Check a proof bundle: entry, leaf, path, root, signature. Raises NotProven."""
    signed = verify_checkpoint(bundle.checkpoint, bundle.keys, anchor)
    said: Mapping[str, Any] = {}
    if bundle.entry is not None:
        if leaf_hash(bundle.entry) != bundle.leaf:
            raise NotProven("内容与叶摘要不符", "The entry does not hash to its leaf")
        said = _head_of(bundle.entry)
        if said.get("seq") != bundle.index + 1:
            raise NotProven("内容中的序号与位置不符", "The entry's own number is another")
    head = signed.head
    if not verify_inclusion(bundle.leaf, bundle.index, head.size, bundle.path, head.root):
        raise NotProven("证明路径算不出检查点的根", "The path does not lead to the root")
    return Proven(
        bundle.index,
        bundle.leaf,
        signed,
        _word(said.get("eventID")),
        _word(said.get("recordTime")),
    )


def _head_of(entry: bytes) -> Mapping[str, Any]:
    try:
        said = json.loads(entry.partition(b"\n")[0])
    except ValueError:
        said = None
    if not isinstance(said, dict):
        raise NotProven("内容首行无法识别", "The entry's first line cannot be read")
    return said


def _word(value: object) -> str | None:
    return value if isinstance(value, str) else None


def verify_log(
    address: str, anchor: PublicKey | None, before: TreeHead | None, fetch: Fetch
) -> tuple[Signed, Note]:
    """Fetch a log's checkpoint, check its signature and that the log only grew since ``before``.

    Without an anchor the first key the log names is believed (trust on first use).
    """
    root = address.rstrip("/") + "/log"
    note = parse_note(_decoded(fetch(f"{root}/checkpoint")))
    keys = read_keys(_json(fetch(f"{root}/keys")).get("keys"))
    signed = verify_checkpoint(note, keys, anchor)
    if before is not None:
        _check_growth(before, signed.head, root, fetch)
    return signed, note


def _check_growth(before: TreeHead, now: TreeHead, root: str, fetch: Fetch) -> None:
    if now.origin != before.origin:
        raise NotProven("日志名称变了", "The log goes by another name")
    if now.size < before.size:
        raise NotProven(
            f"日志变短了：曾有 {before.size} 条，现只有 {now.size} 条",
            f"The log shrank from {before.size} entries to {now.size}",
        )
    path: list[bytes] = []
    if 0 < before.size < now.size:
        query = urlencode({"first": before.size, "second": now.size})
        answer = _json(fetch(f"{root}/proof/consistency?{query}"))
        path = [from_base64(str(one)) or b"" for one in _list(answer.get("path"))]
    if not verify_consistency(before.size, now.size, before.root, now.root, path):
        raise NotProven(
            f"日志已分叉：现在的 {now.size} 条不是当初 {before.size} 条的延续",
            f"The log forked: its {now.size} entries do not continue the {before.size} of before",
        )


def read_remembered(path: Path) -> Remembered | None:
    """What an earlier check left in a file; None when there is no such file."""
    try:
        document = _json(path.read_bytes())
    except FileNotFoundError:
        return None
    return Remembered(
        parse_vkey(str(document.get("key"))), parse_note(str(document.get("checkpoint")))
    )


def remember(path: Path, anchor: PublicKey, checkpoint: Note) -> None:
    """Leave behind what the next check compares with, whole or not at all."""
    unfinished = path.with_name(path.name + ".unfinished")
    document = {"key": anchor.vkey, "checkpoint": str(checkpoint)}
    unfinished.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n")
    unfinished.replace(path)


def fetch_url(url: str) -> bytes:
    """Fetch over HTTP; raises NotProven when nothing can be had."""
    if urlsplit(url).scheme not in {"http", "https"}:
        raise NotProven(f"地址须以 http 或 https 开头：{url}", f"Not an http(s) address: {url}")
    try:
        with urllib.request.urlopen(url, timeout=_FETCH_SECONDS) as answer:
            body: bytes = answer.read(_FETCH_LIMIT_BYTES + 1)
    except (urllib.error.URLError, OSError, ValueError) as error:
        raise NotProven(f"取不到 {url}：{error}", f"Cannot fetch {url}: {error}") from None
    if len(body) > _FETCH_LIMIT_BYTES:
        raise NotProven(f"{url} 的内容过大", f"The answer from {url} is too large")
    return body


def _decoded(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise NotProven("内容不是UTF-8文本", "This is not UTF-8 text") from None


def _json(body: bytes) -> Mapping[str, Any]:
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        document = None
    if not isinstance(document, dict):
        raise NotProven("内容不是JSON对象", "This is not a JSON object")
    return document


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


# the command line


def declare_bundle(parser: argparse.ArgumentParser) -> None:
    """Options of ``bundle``."""
    parser.add_argument("source", help="proof file, or the address it can be fetched from")
    trust = parser.add_mutually_exclusive_group()
    trust.add_argument("--key", help="the log's key as you know it: NAME+ID+KEY")
    trust.add_argument("--remembered", type=Path, help="file left behind by a check of the log")


def declare_log(parser: argparse.ArgumentParser) -> None:
    """Options of ``log``."""
    parser.add_argument("address", help="where the platform is, such as https://milkshed.example")
    parser.add_argument(
        "--remember", type=Path, required=True, help="file to compare with and update"
    )
    parser.add_argument("--key", help="the log's key as you know it, to begin or to begin anew")


def check_bundle(options: argparse.Namespace) -> int:
    """Check one proof bundle and tell; 1 when it does not hold."""
    try:
        remembered = read_remembered(options.remembered) if options.remembered else None
        anchor = parse_vkey(options.key) if options.key else None
        if remembered is not None:
            anchor = remembered.anchor
        elif options.remembered:
            raise NotProven(f"没有文件 {options.remembered}", f"No file {options.remembered}")
        proven = verify_bundle(read_bundle(_json(_read(options.source))), anchor)
        if remembered is not None:
            _check_same_tree(remembered.head, proven.signed.head)
    except NotProven as refusal:
        return _refuse(refusal)
    print(f"√ 证明成立：第 {proven.index + 1} 条在账本日志中 · proven: entry {proven.index + 1}")
    print(f"  叶摘要 · leaf  {proven.leaf.hex()}")
    if proven.event_id is not None:
        print(f"  事件 · event   {proven.event_id}（{proven.record_time}）")
    else:
        print("  仅证明摘要在案，未含内容 · the hash only; its content was not shown")
    _tell_signed(proven.signed)
    return 0


def check_log(options: argparse.Namespace) -> int:
    """Check that a log only grew since the last check; 1 when it did not."""
    try:
        remembered = read_remembered(options.remember)
        anchor = parse_vkey(options.key) if options.key else None
        if remembered is not None and anchor is None:
            anchor = remembered.anchor
        before = remembered.head if remembered else None
        signed, note = verify_log(options.address, anchor, before, fetch_url)
    except NotProven as refusal:
        return _refuse(refusal)
    # trust stays with the first key: it reaches every later one that was endorsed
    remember(options.remember, anchor or signed.key, note)
    if before is None:
        print("√ 首次核对，已记住密钥与检查点 · first check: key and checkpoint remembered")
    else:
        print(
            f"√ 日志只增未改：{before.size} → {signed.head.size} 条"
            " · the log only grew since the last check"
        )
    _tell_signed(signed)
    return 0


def _check_same_tree(before: TreeHead, now: TreeHead) -> None:
    if before.size == now.size and before.root != now.root:
        raise NotProven(
            "检查点与记住的检查点条数相同而根不同：日志已分叉",
            "The checkpoint has the remembered size and another root: the log forked",
        )


def _read(source: str) -> bytes:
    if urlsplit(source).scheme in {"http", "https"}:
        return fetch_url(source)
    try:
        return Path(source).read_bytes()
    except OSError as error:
        raise NotProven(f"读不了 {source}：{error}", f"Cannot read {source}: {error}") from None


def _tell_signed(signed: Signed) -> None:
    head = signed.head
    print(f"  日志 · log     {head.origin}，{head.size:,} 条 · entries")
    print(f"  根 · root      {head.root.hex()}")
    if signed.signed_at is not None:
        print(f"  签署 · signed  {signed.signed_at.astimezone(_CHINA).isoformat(sep=' ')}")
    print(f"  密钥 · key     {signed.key.vkey}")
    if not signed.is_anchored:
        print(
            "  注意：密钥随数据而来，请与他处公布的比对"
            " · note: the key came along with the data; compare it with one published elsewhere"
        )


def _refuse(refusal: NotProven) -> int:
    print(f"× {refusal.reason.zh} · {refusal.reason.en}", file=sys.stderr)
    return 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command line and check."""
    parser = argparse.ArgumentParser(description="核对账本存证 · check proofs of the ledger's log")
    verbs = parser.add_subparsers(required=True)
    for name, declare, check in (
        ("bundle", declare_bundle, check_bundle),
        ("log", declare_log, check_log),
    ):
        verb = verbs.add_parser(name)
        declare(verb)
        verb.set_defaults(check=check)
    options = parser.parse_args(arguments)
    result: int = options.check(options)
    return result


if __name__ == "__main__":
    sys.exit(main())
