#!/bin/sh
# Install the torch of constraints.txt, with the Python given; say in one line if there is no build of it.
python=$1
pin=$(sed -n 's/^\(torch==[^ ]*\).*/\1/p' constraints.txt)
errors=$(mktemp)
trap 'rm -f "$errors"' EXIT
if ! "$python" -m pip install "$pin" 2>"$errors"; then # pip's progress goes to standard output
    case $(cat "$errors") in
    *"No matching distribution found"* | *ResolutionImpossible*)
        here=$("$python" -c 'import platform as p; print(p.python_version(), "on", p.system(), p.machine())')
        echo "pip finds no build of $pin for Python $here: use Python 3.11 to 3.14 on Linux, Windows (x86-64) or macOS (Apple silicon)."
        ;;
    *) cat "$errors" ;;
    esac
    exit 1
fi
