"""Steps that are done once, and again only when what they are made from changes.

A step builds into a folder with a temporary name, gets its stamp there and is renamed into place:
an interrupted step leaves a `*.new` folder that the next start throws away, never half a result.
"""

import contextlib
import fcntl
import hashlib
import json
import os
import shutil

from .paths import STATE

_STAMP = ".made-from"


def fingerprint(*inputs):
    """A hash of texts, numbers and paths of files (a path counts by the file's contents)."""
    digest = hashlib.sha256()
    for item in inputs:
        content = item.read_bytes() if isinstance(item, os.PathLike) else json.dumps(item).encode()
        digest.update(len(content).to_bytes(8, "big") + content)
    return digest.hexdigest()


def is_made(folder, key):
    try:
        return (folder / _STAMP).read_text() == key
    except OSError:
        return False


def make(folder, key, build):
    """Let `build(new_folder)` make `folder`, unless it was already made from the inputs in `key`."""
    if is_made(folder, key):
        return
    new, old = folder.with_name(folder.name + ".new"), folder.with_name(folder.name + ".old")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    try:
        build(new)
        (new / _STAMP).write_text(key)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    new.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


@contextlib.contextmanager
def locked(name="setup"):
    """Hold the lock `name`: two set-ups started at the same time follow one another."""
    STATE.mkdir(exist_ok=True)
    with open(STATE / f"{name}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
