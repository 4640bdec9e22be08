"""Behind TLS cookies travel over TLS only; the setting is read when the process starts."""

import json
import os
import subprocess
import sys
from pathlib import Path

_PRINT = """
import json
from milkshed.site import settings as s
print(json.dumps([s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_HSTS_SECONDS > 0,
                  s.SECURE_PROXY_SSL_HEADER is not None, s.TRUSTED_PROXIES]))
"""


def _settings(var: Path, **environment: str) -> list[object]:
    done = subprocess.run(
        [sys.executable, "-c", _PRINT],
        env={**os.environ, "MILKSHED_VAR": str(var), **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    found: list[object] = json.loads(done.stdout)
    return found


def test_cookies_are_secure_behind_tls(tmp_path: Path) -> None:
    assert _settings(tmp_path) == [False, False, False, False, 0]
    behind = _settings(tmp_path, MILKSHED_TLS="1", MILKSHED_PROXIES="1")
    assert behind == [True, True, True, True, 1]
