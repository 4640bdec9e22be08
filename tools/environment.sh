# Makes or refreshes the virtual environment from a lock file. Sourced by ./run and ./test.
# usage: make_environment LOCK

# every process would otherwise compile all that it imports anew, for seconds
unset PYTHONDONTWRITEBYTECODE

environment_key() { cat "$1" pyproject.toml | sha256sum | cut -d' ' -f1; }

make_environment() {
  lock="$1"
  stamp=.venv/.made-from
  made="$(cat "$stamp" 2>/dev/null || true)"
  # an environment made for the tests holds everything that running needs
  for enough in "$lock" requirements-test.lock; do
    if [ "$made" = "$enough $(environment_key "$enough")" ]; then return 0; fi
  done
  python="$(command -v python3.11 || command -v python3)" || {
    echo "需要 Python 3.11 · Python 3.11 is needed" >&2
    exit 1
  }
  echo "正在准备运行环境 · making the environment from $lock"
  if [ ! -x .venv/bin/pip ]; then
    "$python" -m venv --clear .venv || {
      echo "缺少 venv 模块（Debian：apt-get install python3-venv）" >&2
      echo "Python's venv module is missing (Debian: apt-get install python3-venv)" >&2
      exit 1
    }
  fi
  .venv/bin/pip install --quiet --disable-pip-version-check uv==0.13.9
  .venv/bin/uv pip install --quiet --python .venv/bin/python --require-hashes -r "$lock"
  .venv/bin/uv pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation -e .
  echo "$lock $(environment_key "$lock")" >"$stamp"
}
