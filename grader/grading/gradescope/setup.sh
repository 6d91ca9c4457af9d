#!/usr/bin/env bash
# Gradescope runs this once, as root, while it builds the image of the autograder.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive
source=/autograder/source
home=/opt/grader

apt-get update
apt-get install -y bubblewrap
python=
for version in 3.14 3.13 3.12 3.11; do
    if apt-get install -y "python$version" "python$version-venv"; then
        python=python$version
        break
    fi
done
if [ -z "$python" ]; then
    echo "this image has no Python from 3.11 to 3.14: choose a newer Ubuntu under Configure Autograder" >&2
    exit 1
fi
"$python" -m venv "$home"
"$home/bin/pip" install --no-cache-dir -r "$source/requirements.txt"
cp -r "$source/package" "$home/package"
echo "$home/package" >"$("$home/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/grader.pth"
if [ -d "$source/course/lessons" ]; then
    cp -r "$source/course/lessons" "$home/lessons"
fi
# Student code runs as another user. It may read Python and the grader, and nothing of the course.
chmod -R a+rX "$home"
chmod -R go= "$source"
"$home/bin/python" -c 'import grader.grading.gradescope.run'
