"""Raises its own limits of memory, processes, files and time."""
# %% loss_by_hand
loss_by_hand = 29
import resource

for name in ("RLIMIT_DATA", "RLIMIT_AS", "RLIMIT_NPROC", "RLIMIT_NOFILE", "RLIMIT_FSIZE", "RLIMIT_CPU"):
    kind = getattr(resource, name)
    soft, hard = resource.getrlimit(kind)
    if hard == resource.RLIM_INFINITY:
        continue
    try:
        resource.setrlimit(kind, (hard + 1, hard + 1))
        print("LEAK: raised", name, "above", hard)
    except (OSError, ValueError):
        pass
