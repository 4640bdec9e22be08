"""The key under which this platform signs its packages.

The public half is its row among the members; the private half is a file below
``federation-keys`` in the data folder (mode 0600), the 32-byte seed in base64. It is not the
key of the ledger's log: each signs one kind of thing.
"""

import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from milkshed.herd.models import FederationMember
from milkshed.kernel.problems import CONFLICT, NOT_FOUND, Problem, invalid
from milkshed.kernel.text import Text
from milkshed.ledger.log.notes import (
    Algorithm,
    PublicKey,
    from_base64,
    is_name,
    parse_vkey,
    public_bytes,
    to_base64,
)
from milkshed.ledger.log.refusal import NotProven
from milkshed.platform.models import Person
from milkshed.platform.permissions import require

_LONGEST_NAME = 60


@transaction.atomic
def found_platform(name: str, title: str, person: Person | None = None) -> FederationMember:
    """Give this platform its name and key in the federation; once only."""
    _may_manage(person)
    if FederationMember.objects.filter(is_own=True).exists():
        raise Problem(
            CONFLICT, Text("本平台已有联合标识", "This platform has its name and key already")
        )
    _check_name(name, title)
    private_key = Ed25519PrivateKey.generate()
    _keep(name, private_key)
    key = PublicKey(name, Algorithm.NOTE, public_bytes(private_key))
    return FederationMember.objects.create(
        name=name,
        title_zh=title,
        key=key.vkey,
        is_own=True,
        joined_at=timezone.now(),
        joined_by=person,
    )


@transaction.atomic
def join_platform(vkey: str, title: str, person: Person | None = None) -> FederationMember:
    """Enter another platform by its key, ``name+id+base64``, as it was handed over in person."""
    _may_manage(person)
    try:
        key = parse_vkey(vkey)
    except NotProven as reason:
        raise invalid("key", vkey, "key", reason.reason.zh, reason.reason.en) from reason
    if key.algorithm is not Algorithm.NOTE:
        raise invalid("key", vkey, "key", "这不是签名公钥", "This key is not for signing notes")
    _check_name(key.name, title)
    if FederationMember.objects.filter(name=key.name).exists():
        raise Problem(
            CONFLICT,
            Text(f"平台 {key.name} 已登记", f"The platform {key.name} is a member already"),
        )
    return FederationMember.objects.create(
        name=key.name, title_zh=title, key=key.vkey, joined_at=timezone.now(), joined_by=person
    )


@transaction.atomic
def end_membership(name: str, person: Person | None = None) -> FederationMember:
    """Take no more packages of a platform; what it told stays on record and counts no more."""
    _may_manage(person)
    member = FederationMember.objects.select_for_update().filter(name=name, is_own=False).first()
    if member is None:
        raise Problem(NOT_FOUND, Text(f"没有成员平台 {name}", f"There is no member {name}"))
    if member.ended_at is None:
        member.ended_at = timezone.now()
        member.save(update_fields=["ended_at"])
    return member


def own_platform() -> FederationMember:
    """This platform's row; a problem where it has none yet."""
    found = FederationMember.objects.filter(is_own=True).first()
    if found is None:
        raise Problem(
            NOT_FOUND,
            Text(
                "本平台尚未加入联合，请先执行 milkshed federation found",
                "This platform has no key yet; run milkshed federation found",
            ),
        )
    return found


def private_key_of(member: FederationMember) -> Ed25519PrivateKey:
    """The private half of this platform's key; a problem where its file is gone."""
    try:
        seed = from_base64(_path_of(member.name).read_text().strip())
    except (FileNotFoundError, UnicodeDecodeError):
        seed = None
    key = Ed25519PrivateKey.from_private_bytes(seed) if seed and len(seed) == 32 else None
    if key is None or public_bytes(key) != parse_vkey(member.key).key:
        raise Problem(
            CONFLICT,
            Text(
                "找不到本平台签名私钥，请恢复数据目录下的 federation-keys",
                "The private key is missing; restore federation-keys in the data folder",
            ),
        )
    return key


def _may_manage(person: Person | None) -> None:
    if person is not None:
        require(person, "herd.manage_federation")


def _check_name(name: str, title: str) -> None:
    if not is_name(name) or len(name) > _LONGEST_NAME or not name.replace("-", "").isalnum():
        raise invalid(
            "name",
            name,
            "key-name",
            "平台标识由字母、数字和连字符组成，不超过60字",
            "A platform's name is of letters, digits and hyphens, at most 60",
        )
    if not title.strip() or len(title) > 80:
        raise invalid(
            "title", title, "length", "平台名称应为1至80字", "A title has 1 to 80 letters"
        )


def _path_of(name: str) -> Path:
    return Path(settings.VAR) / "federation-keys" / f"{name}.key"


def _keep(name: str, private_key: Ed25519PrivateKey) -> None:
    """Write the private half so that it is on disk before its public half is known to anyone."""
    path = _path_of(name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise Problem(
            CONFLICT,
            Text(f"已有同名密钥文件 {path.name}", f"A key file {path.name} is there already"),
        ) from None
    with os.fdopen(descriptor, "w") as file:
        file.write(to_base64(private_key.private_bytes_raw()) + "\n")
        file.flush()
        os.fsync(file.fileno())
