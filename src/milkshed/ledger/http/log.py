"""``/log/…``: the log in public, checkpoints and tiles as C2SP tlog-tiles has them, proofs as JSON.

Everything is open to everyone, from any page of the web, but for the content of entries: that is
shown to those who may read the event.
"""

from collections.abc import Callable, Mapping
from functools import update_wrapper
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.csrf import csrf_exempt

from milkshed.kernel.problems import INVALID, NOT_FOUND, TOO_LARGE, Fault, Problem, invalid
from milkshed.kernel.text import Text
from milkshed.ledger.log.checkpoints import latest_checkpoint, published_note
from milkshed.ledger.log.integrate import integrated_size
from milkshed.ledger.log.keys import key_statements
from milkshed.ledger.log.notes import NOTE_LIMIT_BYTES, parse_tree_head, to_base64
from milkshed.ledger.log.proofs import StoredEntry, find_entry, index_of, prove
from milkshed.ledger.log.stored import read_tile, stored_consistency_proof, stored_root
from milkshed.ledger.log.tiles import parse_tile_path
from milkshed.ledger.log.tree import HASH_BYTES
from milkshed.ledger.log.witnesses import cosigning_key, take_cosignatures
from milkshed.ledger.models import Checkpoint, Cosignature, Witness
from milkshed.ledger.query.events import find_event
from milkshed.ledger.scope import visible_events
from milkshed.platform.permissions import may
from milkshed.platform.web.entries import as_whole
from milkshed.platform.web.middleware import problem_response

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]

_FOREVER_SECONDS = 365 * 24 * 3600
_SHORT_SECONDS = 5
_PER_PAGE = 100


def _public(*methods: str) -> Callable[[View[P]], View[P]]:
    """A resource for every page of the web; problems are told to programs."""
    allowed = ", ".join((*methods, *(["HEAD"] if "GET" in methods else []), "OPTIONS"))

    def guard(view: View[P]) -> View[P]:
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if request.method == "OPTIONS":
                response = HttpResponse(status=204)
            elif request.method not in allowed.split(", "):
                response = HttpResponse(status=405)
            else:
                try:
                    response = view(request, *args, **kwargs)
                except Problem as problem:
                    response = problem_response(request, problem)
            response["Allow"] = allowed
            response["Access-Control-Allow-Origin"] = "*"
            response["Access-Control-Allow-Methods"] = allowed
            return response

        update_wrapper(guarded, view)
        return csrf_exempt(guarded)

    return guard


@_public("GET")
def checkpoint(request: HttpRequest) -> HttpResponse:
    """GET the latest checkpoint as a signed note, with the cosignatures of witnesses."""
    latest = latest_checkpoint()
    if latest is None:
        raise _no_checkpoint()
    return _for(_SHORT_SECONDS, _plain(str(published_note(latest))))


@_public("GET")
def checkpoints(request: HttpRequest) -> HttpResponse:
    """GET checkpoints, the youngest first; ``before`` (a checkpoint's number) pages on."""
    before = _whole(request, "before", required=False)
    found = Checkpoint.objects.order_by("-pk").prefetch_related("cosignatures__witness")
    if before is not None:
        found = found.filter(pk__lt=before)
    page = list(found[: _PER_PAGE + 1])
    answer: dict[str, Any] = {"checkpoints": [_checkpoint(one) for one in page[:_PER_PAGE]]}
    if len(page) > _PER_PAGE:
        answer["next"] = f"?before={page[_PER_PAGE - 1].pk}"
    return _for(_SHORT_SECONDS, _json(answer))


@_public("GET")
def keys(request: HttpRequest) -> HttpResponse:
    """GET the log's keys, oldest first, and those of its witnesses."""
    return _for(
        _SHORT_SECONDS,
        _json(
            {
                "keys": [statement.as_document() for statement in key_statements()],
                "witnesses": [
                    {
                        "key": cosigning_key(one).vkey,
                        "since": one.registered_at.isoformat(),
                        "until": None if one.ended_at is None else one.ended_at.isoformat(),
                    }
                    for one in Witness.objects.order_by("pk")
                ],
            }
        ),
    )


@_public("GET")
def tile(request: HttpRequest, path: str) -> HttpResponse:
    """GET a tile: its hashes side by side. A width, once there, never changes."""
    asked = parse_tile_path(path)
    hashes = b"" if asked is None else read_tile(asked.level, asked.index)
    if asked is None or len(hashes) < asked.width * HASH_BYTES:
        raise Problem(NOT_FOUND, Text("没有这个摘要块", "There is no such tile"))
    body = hashes[: asked.width * HASH_BYTES]
    return _for(_FOREVER_SECONDS, HttpResponse(body, content_type="application/octet-stream"))


@_public("GET")
def inclusion(request: HttpRequest) -> HttpResponse:
    """GET the proof bundle of an entry, by ``event`` (its identifier) or ``index``.

    ``size`` names the checkpoint; without it the latest one counts. ``entry=1`` asks for the
    content too, which those get who may read the event.
    """
    index = _index_asked(request)
    under = _checkpoint_of(_whole(request, "size", required=False))
    found = find_entry(index)
    if found is None or index >= under.size:
        raise Problem(
            NOT_FOUND,
            Text(
                f"检查点（{under.size} 条）之内没有该条目；新事实在下一个检查点列入",
                f"No such entry under the checkpoint of size {under.size}; new facts come under"
                " the next one",
            ),
        )
    wanted = request.GET.get("entry") == "1" and _may_read(request, found)
    proof = prove(found, under, with_entry=wanted)
    response = _json(proof.bundle.as_document())
    if request.GET.get("entry") == "1":
        return _private(response)
    return _for(_SHORT_SECONDS, response)


@_public("GET")
def consistency(request: HttpRequest) -> HttpResponse:
    """GET the proof that the tree of ``first`` leaves is the beginning of that of ``second``."""
    first, second = _required(request, "first"), _required(request, "second")
    if not 0 < first <= second:
        raise invalid(
            "first",
            first,
            "smaller-size",
            "first应大于0且不大于second",
            "first must be above 0 and not above second",
        )
    if second > integrated_size():
        raise Problem(
            NOT_FOUND,
            Text(f"日志还没有 {second} 条", f"The log does not hold {second} entries yet"),
        )
    answer = {
        "first": first,
        "second": second,
        "firstRoot": to_base64(stored_root(first)),
        "secondRoot": to_base64(stored_root(second)),
        "path": [to_base64(one) for one in stored_consistency_proof(first, second)],
    }
    return _for(_FOREVER_SECONDS, _json(answer))


@_public("GET")
def entry(request: HttpRequest, index: int) -> HttpResponse:
    """GET an entry: its leaf hash, and its bytes for those who may read the event."""
    found = find_entry(index)
    if found is None:
        raise Problem(NOT_FOUND, Text("没有该条目", "There is no such entry"))
    shown = _may_read(request, found)
    return _private(
        _json(
            {
                "index": index,
                "leaf": to_base64(found.leaf),
                "redacted": found.is_redacted,
                "entry": to_base64(found.entry) if shown and found.entry is not None else None,
            }
        )
    )


@_public("POST")
def cosignatures(request: HttpRequest) -> HttpResponse:
    """POST a checkpoint's note with a witness's cosignature."""
    announced = as_whole(request.META.get("CONTENT_LENGTH") or "0")
    if announced is None or announced > NOTE_LIMIT_BYTES:
        raise Problem(TOO_LARGE)
    try:
        text = request.body.decode()
    except UnicodeDecodeError:
        message = Text("应为UTF-8文本", "UTF-8 text is expected")
        raise Problem(INVALID, message, [Fault("note", None, "utf-8", message)]) from None
    taken = take_cosignatures(text)
    return _json({"cosignatures": [_cosignature(one) for one in taken]}, status=201)


def _index_asked(request: HttpRequest) -> int:
    event_id = request.GET.get("event")
    if event_id is None:
        return _required(request, "index")
    index = index_of(event_id)
    if index is None:
        raise Problem(NOT_FOUND, Text("没有该事件", "There is no such event"))
    return index


def _checkpoint_of(size: int | None) -> Checkpoint:
    if size is None:
        found = latest_checkpoint()
    else:
        found = Checkpoint.objects.filter(size=size).order_by("-pk").first()
    if found is None:
        raise _no_checkpoint()
    return found


def _no_checkpoint() -> Problem:
    return Problem(NOT_FOUND, Text("没有这个检查点", "There is no such checkpoint"))


def _may_read(request: HttpRequest, found: StoredEntry) -> bool:
    person: Any = request.user
    return (
        found.event_id is not None
        and person.is_authenticated
        and may(person, "ledger.query")
        and find_event(found.event_id, visible_events(person)) is not None
    )


def _required(request: HttpRequest, name: str) -> int:
    value = _whole(request, name, required=True)
    assert value is not None
    return value


def _whole(request: HttpRequest, name: str, *, required: bool) -> int | None:
    typed = request.GET.get(name)
    if typed is None and not required:
        return None
    value = as_whole(typed)
    if value is None:
        raise invalid(name, typed, "whole-number", "应为整数", "A whole number is expected")
    return value


def _checkpoint(found: Checkpoint) -> Mapping[str, Any]:
    head = parse_tree_head(found.note)
    return {
        "number": found.pk,
        "origin": head.origin,
        "size": found.size,
        "root": to_base64(bytes(found.root)),
        "signedAt": found.signed_at.isoformat(),
        "note": str(published_note(found)),
        "cosignatures": [_cosignature(one) for one in found.cosignatures.all()],
    }


def _cosignature(found: Cosignature) -> Mapping[str, Any]:
    return {"witness": found.witness.name, "signedAt": found.signed_at.isoformat()}


def _json(document: Mapping[str, Any], status: int = 200) -> HttpResponse:
    return JsonResponse(document, status=status, json_dumps_params={"ensure_ascii": False})


def _plain(text: str) -> HttpResponse:
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def _for(seconds: int, response: HttpResponse) -> HttpResponse:
    """Let caches keep the answer; what is kept for a year never changes."""
    patch_cache_control(response, public=True, max_age=seconds)
    if seconds == _FOREVER_SECONDS:
        patch_cache_control(response, immutable=True)
    return response


def _private(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, private=True, no_cache=True)
    patch_vary_headers(response, ["Cookie", "Authorization"])
    return response
