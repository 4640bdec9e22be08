"""The official ICAR ADE schemas, read from a folder that the user names.

The folder is a copy of the standard's repository (``resources``, ``types``, ``enums``,
``collections``). Its files are OpenAPI 3.0 schema objects: JSON Schema but for ``nullable``,
which is brought into the types here.
"""

import json
from pathlib import Path
from typing import Any

import jsonschema_rs

from milkshed.herd.exchange.ade.findings import Finding
from milkshed.kernel.problems import NOT_FOUND, Problem
from milkshed.kernel.text import Text

_FOLDERS = ("resources", "types", "enums", "collections")
_BASE = "https://ade.invalid/"
_DRAFT_7 = 7


class OfficialSchemas:
    """Validators of the official schemas by the name of their file.

    Raises a problem when the folder holds no schemas.
    """

    def __init__(self, folder: Path) -> None:
        files = [path for part in _FOLDERS for path in sorted((folder / part).glob("*.json"))]
        if not files:
            raise Problem(
                NOT_FOUND,
                Text(
                    f"{folder} 下没有 resources、types 等模式文件",
                    f"There are no schemas (resources, types …) in {folder}",
                ),
            )
        self._places = {path.stem: f"{path.parent.name}/{path.name}" for path in files}
        self._registry = jsonschema_rs.Registry(
            [
                (
                    f"{_BASE}{path.parent.name}/{path.name}",
                    _as_json_schema(json.loads(path.read_text("utf-8-sig"))),
                )
                for path in files
            ],
            draft=_DRAFT_7,
            # one collection of the release names a resource that is not in it
            retriever=lambda _: {},
        )
        self._validators: dict[str, Any] = {}

    def knows(self, name: str) -> bool:
        """Whether there is a schema of this name."""
        return name in self._places

    def findings(self, name: str, value: object, path: str = "") -> list[Finding]:
        """Everything in which a value breaks the schema with this name."""
        validator = self._validators.get(name)
        if validator is None:
            validator = self._validators[name] = jsonschema_rs.Draft7Validator(
                {"$ref": _BASE + self._places[name]},
                registry=self._registry,
                validate_formats=True,
            )
        found = [
            Finding(
                path + "".join(f"/{part}" for part in error.instance_path),
                "schema",
                error.message,
            )
            for error in validator.iter_errors(value)
        ]
        return list(dict.fromkeys(found))


def _as_json_schema(schema: Any) -> Any:
    """Turn ``nullable`` into a type that null may have."""
    if isinstance(schema, list):
        return [_as_json_schema(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    made = {name: _as_json_schema(one) for name, one in schema.items() if name != "nullable"}
    if schema.get("nullable") is True:
        return {"anyOf": [{"type": "null"}, made]}
    return made
