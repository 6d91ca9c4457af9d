#!/bin/sh
# Grading runs student code in a sandbox made with bubblewrap. Install it where that can be done unasked; say what is so.
if [ "$(uname -s)" != Linux ]; then
    echo "No sandbox for $(uname -s): lessons and checks work, grading needs Linux (or --no-sandbox)."
elif command -v bwrap >/dev/null; then
    echo "Grading uses the sandbox $(bwrap --version)."
elif [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing bubblewrap, the sandbox that grading needs."
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends bubblewrap; } >/dev/null ||
        echo "That failed: grading will refuse to run student code until bubblewrap is installed."
else
    echo "bubblewrap is not installed, and grading needs it: apt-get install bubblewrap, or dnf install bubblewrap."
fi
