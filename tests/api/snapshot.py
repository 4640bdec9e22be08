"""The committed description of the REST API. ``python -m tests.api.snapshot`` writes it anew.

Look at the difference before committing it: whoever programs against the API reads it too.
"""

import json
import os
from pathlib import Path

SNAPSHOT = Path(__file__).with_name("openapi.json")


def described() -> str:
    """The generated OpenAPI document as it is kept in the snapshot."""
    from milkshed.site.api import api

    schema = api.get_openapi_schema(path_prefix="/api/")
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "milkshed.site.settings")
    django.setup()
    SNAPSHOT.write_text(described(), encoding="utf-8")
    print(SNAPSHOT)
