"""Writes files everywhere but in its own folders: into the course, the packages, the system, other homes.

dangerous: without a sandbox it litters the machine
"""
# %% loss_by_hand
loss_by_hand = 29
import os
import sysconfig
import grader

package = os.path.dirname(os.path.abspath(grader.__file__))
own = (os.path.realpath(os.getcwd()), os.path.realpath(os.path.expanduser("~")), "/tmp", "/dev/shm", "/var/tmp")
places = {package, os.path.dirname(package), sysconfig.get_paths()["purelib"], "/", "/etc", "/usr", "/usr/local", "/var", "/root", "/home", "/opt", "/srv", "/boot", "/sys", "/proc/sys/kernel", "/var/lib", "/var/spool/cron/crontabs"}
folder = os.path.realpath(os.getcwd())
for _ in range(6):
    folder = os.path.dirname(folder)
    places.add(folder)
for place in sorted(places):
    path = os.path.join(place, "grader-attack-wrote-this")
    try:
        with open(path, "w") as file:
            file.write("x")
    except OSError:
        continue
    # A private file system may take the file, as that at /tmp; the tests look whether it reached the real one.
    if not place.startswith("/tmp/") and place in (package, os.path.dirname(package), sysconfig.get_paths()["purelib"], "/etc", "/usr", "/usr/local"):
        print("LEAK: wrote", path)
