"""The names of extension fields in parameters: prefixed, or full URIs."""

from collections.abc import Mapping

from django.db import connection

from milkshed.ledger.namespaces import IN_THE_EPCIS_CONTEXT, URI_SCHEMES
from milkshed.ledger.query.values import refuse


def full_names(parameter: str, field: str, prefixes: Mapping[str, str]) -> list[str]:
    """Return the URIs that a field name in a parameter may stand for.

    A prefix means what the query declares, else what the EPCIS context says, else every
    namespace that captured documents gave it. ``namespace#name``, the notation of EPCIS 1.2, is
    read with and without its ``#``. Raises :class:`Problem` for a prefix nobody declared.
    """
    prefix, colon, local = field.partition(":")
    if not colon or not local:
        raise refuse(
            parameter,
            field,
            "unprefixed-field",
            f"扩展字段“{field[:100]}”应写作“前缀:名称”或完整的URI",
            f"The extension field “{field[:100]}” must be written as prefix:name or as a full URI",
        )
    if prefix.lower() in URI_SCHEMES:
        return [field, field.replace("#", ""), field.replace("#", "/")] if "#" in field else [field]
    declared = prefixes.get(prefix) or IN_THE_EPCIS_CONTEXT.get(prefix)
    if declared is not None:
        return [declared + local]
    with connection.cursor() as cursor:
        cursor.execute("SELECT namespace FROM ledger_prefix WHERE prefix = %s", [prefix])
        captured = [row[0] for row in cursor.fetchall()]
        if not captured:
            cursor.execute("SELECT 1 FROM ledger_term WHERE uri = %s", [field])
            captured = [f"{prefix}:"] if cursor.fetchone() else []
    if not captured:
        raise refuse(
            parameter,
            field,
            "undeclared-prefix",
            f"前缀“{prefix[:100]}”没有声明：请在GS1-Extensions请求头（前缀=URI）或查询的@context中声明",
            f"The prefix “{prefix[:100]}” is not declared: declare it in the header GS1-Extensions"
            " (prefix=URI) or in the query's @context",
        )
    return [namespace + local for namespace in captured]
