#!/bin/sh
# Install the torch that pyproject.toml pins, with the Python given; say in one line if there is no build of it.
python=$1
pin=$(sed -n 's/.*"\(torch==[^"]*\)".*/\1/p' pyproject.toml)
if ! said=$("$python" -m pip install --quiet "$pin" 2>&1); then
    case $said in
    *"No matching distribution found"* | *ResolutionImpossible*)
        here=$("$python" -c 'import platform as p; print(p.python_version(), "on", p.system(), p.machine())')
        echo "pip finds no build of $pin for Python $here: use Python 3.11 to 3.14 on Linux, Windows (x86-64) or macOS (Apple silicon)."
        ;;
    *) echo "$said" ;;
    esac
    exit 1
fi
