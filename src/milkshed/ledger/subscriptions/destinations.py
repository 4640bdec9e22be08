"""Where documents may be sent: never to a machine the subscriber could not reach by himself.

A server that posts to any address it is given can be made to knock at doors inside its own
network. A destination must therefore be a public address, unless the installation names the
networks of its own in which subscribers live. The name is resolved once for each delivery and
the connection goes to the very address that was checked, so that a name cannot change its
meaning between the check and the connection.
"""

import asyncio
import socket
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from urllib.parse import urlsplit

from milkshed.kernel.problems import Fault
from milkshed.kernel.text import Text

Network = IPv4Network | IPv6Network
IPAddress = IPv4Address | IPv6Address

_LONGEST = 2_000
_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052: the last four bytes are an IPv4 address
_PORTS = {"http": 80, "https": 443}


class Unreachable(Exception):
    """A destination that cannot be used now; says why in both languages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.reason = Text(zh, en)


@dataclass(frozen=True, slots=True)
class Pinned:
    """A destination with the address that was checked for it."""

    url: str
    address: str
    host: str
    authority: str


def read_networks(words: Iterable[str]) -> tuple[Network, ...]:
    """Networks as they stand in the settings, such as ``127.0.0.0/8``."""
    return tuple(ip_network(word.strip()) for word in words if word.strip())


def check_destination(url: str, networks: Sequence[Network]) -> list[Fault]:
    """What is wrong with an address as it is written; a name is resolved at delivery only."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return [_fault(url, "url", *_NO_URL)]
    if len(url) > _LONGEST or not url.isascii() or not url.isprintable() or " " in url:
        return [_fault(url[:200], "url", *_NO_URL)]
    if parts.scheme not in _PORTS:
        return [_fault(url, "scheme", *_SCHEME)]
    if not host or port == 0:
        return [_fault(url, "host", *_NO_HOST)]
    if parts.username is not None or parts.fragment:
        return [_fault(url, "credentials", *_CREDENTIALS)]
    literal = _literal(host)
    if literal is not None and not is_allowed(literal, networks):
        return [_fault(url, "private-address", *_PRIVATE)]
    return []


def is_allowed(address: IPAddress, networks: Sequence[Network]) -> bool:
    """Whether documents may go to an address: a public one, or inside one of the networks."""
    real = _embedded(address)
    if any(real in network for network in networks):
        return True
    return real.is_global and not real.is_multicast


async def pin(url: str, networks: Sequence[Network]) -> Pinned:
    """Resolve the host of a destination and check where it leads.

    Raises :class:`Unreachable` when the name is unknown or leads to an address that is not allowed.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    port = parts.port or _PORTS[parts.scheme]
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unreachable(f"找不到主机{host}", f"The host {host} is not known") from error
    addresses = [ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
    allowed = [address for address in addresses if is_allowed(address, networks)]
    if not allowed:
        raise Unreachable(*_PRIVATE)
    address = allowed[0]
    written = f"[{address}]" if address.version == 6 else str(address)
    return Pinned(
        url=parts._replace(netloc=f"{written}:{port}").geturl(),
        address=str(address),
        host=host,
        authority=parts.netloc,
    )


def _literal(host: str) -> IPAddress | None:
    """The address that a host name is in itself."""
    if host == "localhost" or host.endswith(".localhost"):
        return IPv4Address("127.0.0.1")
    try:
        return ip_address(host.partition("%")[0])
    except ValueError:
        pass
    try:
        # the short and octal spellings that resolvers take as well: 127.1, 0x7f000001
        return IPv4Address(socket.inet_aton(host))
    except (OSError, UnicodeError):
        return None


def _embedded(address: IPAddress) -> IPAddress:
    """The IPv4 address that an IPv6 address stands for, else the address itself."""
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(address.packed[-4:])
    return address.ipv4_mapped or address.sixtofour or address


def _fault(url: str, rule: str, zh: str, en: str) -> Fault:
    return Fault("dest", url, rule, Text(zh, en))


_NO_URL = (
    f"推送地址应为不超过{_LONGEST}个字符的URL",
    f"The destination must be a URL of {_LONGEST} characters at most",
)
_SCHEME = ("推送地址应以http://或https://开头", "The destination must begin with http or https")
_NO_HOST = ("推送地址没有主机名或端口不对", "The destination has no host or a wrong port")
_CREDENTIALS = (
    "推送地址不能带用户名、口令或片段；验明来源请用signatureToken",
    "The destination carries no user name, password or fragment; use signatureToken instead",
)
_PRIVATE = (
    "推送地址指向本机或内部网络，此处不允许",
    "The destination lies on this machine or in an internal network, which is not allowed here",
)
