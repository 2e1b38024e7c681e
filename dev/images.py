"""Images for containers, made here: bare Debian releases, and stand-ins for the images in docker-compose.yml.

No registry is asked. What the engine already has under an official name is left alone and used; what it lacks is
built from Debian's packages, Odoo as the environment has it, and wheels, and gets the official name for as long as
it is needed: nobody shall take a stand-in for the real one.
"""

import contextlib
import os
import shutil
import ssl
import subprocess
import sys
import tempfile
from pathlib import Path

from . import debian, odoo_source, once, python, runtime
from .console import Stop, say
from .paths import ROOT, STATE

_RECIPES = ROOT / "tests" / "compose" / "images"
_DEBOOTSTRAP = STATE / "debootstrap"
_CADDY = STATE / "caddy"
_REQUIREMENTS = ROOT / "dev" / "requirements.txt"
_CADDY_REQUIREMENTS = ROOT / "dev" / "requirements-compose.txt"
_MADE_FROM = "rollout.made-from"


def debian_release(engine, name):
    """The image of a bare Debian release (its code name), made by debootstrap from the machine's own mirror."""
    official = f"debian:{name}"
    if engine.has(official):
        return official
    image = f"rollout-debian:{name}"
    if engine.has(image):
        return image
    if os.geteuid():
        raise Stop(f"The engine has no image {official}, and only root can make one here: docker pull {official}")
    debian.unpack(_DEBOOTSTRAP, "debootstrap", ["debootstrap"])
    say(f"Making an image of Debian's {name} …")
    with tempfile.TemporaryDirectory(dir=STATE) as folder:
        # Mounts of its own: what debootstrap mounts is gone before the folder is removed.
        command = ["unshare", "--mount", str(_DEBOOTSTRAP / "usr/sbin/debootstrap"), "--variant=minbase"]
        environment = {**os.environ, "DEBOOTSTRAP_DIR": str(_DEBOOTSTRAP / "usr/share/debootstrap")}
        answer = subprocess.run(
            [*command, name, f"{folder}/root", debian.mirror()],
            env=environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        if answer.returncode:
            raise Stop(f"Debian's {name} could not be made ({answer.stdout.strip().splitlines()[-1]}).")
        # As in the official images: a container needs no waiting for the disk.
        (Path(folder) / "root/etc/dpkg/dpkg.cfg.d/unsafe-io").write_text("force-unsafe-io\n")
        (Path(folder) / "root/etc/apt/apt.conf.d/machine").write_text(debian.network_settings())
        archive = Path(folder) / "root.tar"
        subprocess.run(
            ["tar", "--one-file-system", "--directory", f"{folder}/root", "--create", "--file", str(archive), "."],
            check=True,
        )
        engine.run("import", "--change", 'CMD ["bash"]', archive, image)
    return image


def certificates():
    """The machine's certificates of authority, a file: behind a company's proxy a container needs them, too."""
    paths = ssl.get_default_verify_paths()
    return Path(os.environ.get("PIP_CERT") or paths.cafile or "/etc/ssl/certs/ca-certificates.crt")


@contextlib.contextmanager
def stand_ins(engine, names):
    """Have the official images `names` in the engine for the duration of the block."""
    tagged = []
    try:
        for name in names:
            if not engine.has(name):
                engine.run("tag", _build(engine, _recipe(name)), name)
                tagged.append(name)
        yield
    finally:
        for name in tagged:
            engine.run("image", "rm", "--no-prune", name, check=False)


def _recipe(name):
    """The folder of the recipe for an official image.

    >>> _recipe("axllent/mailpit:v1.27").name
    'mailpit'
    """
    folder = _RECIPES / name.rpartition("/")[2].partition(":")[0]
    if not folder.is_dir():
        raise Stop(f"There is no recipe for a stand-in of the image {name}.")
    return folder


def _build(engine, recipe):
    """Build a stand-in, unless its last one was made from the same files; gives its name."""
    find_base, inputs, fill = _PREPARE[recipe.name]
    base = find_base(engine)
    image = f"rollout-stand-in-{recipe.name}"
    key = once.fingerprint(base, *inputs(), *sorted(recipe.iterdir()))
    if engine.has(image) and engine.label(image, _MADE_FROM) == key:
        return image
    with tempfile.TemporaryDirectory(dir=STATE) as folder:
        context = Path(folder)
        shutil.copytree(recipe, context, dirs_exist_ok=True)
        fill(context)
        say(f"Building a stand-in for the image {recipe.name} …")
        arguments = ["--network=host", f"--build-arg=BASE={base}", f"--label={_MADE_FROM}={key}", f"--tag={image}"]
        engine.run("build", *arguments, context, environment={"DOCKER_BUILDKIT": "0"})
    return image


def _odoo_inputs():
    return [_REQUIREMENTS, runtime.LAUNCHER, odoo_source.root() / "odoo" / "release.py"]


def _fill_odoo(context):
    """Odoo as the environment has it, and what its packages are installed with."""
    source = odoo_source.root()
    given = os.environ.get("ODOO_HOME")
    top = source if given else STATE / "odoo"
    shutil.copytree(top, context / "source", symlinks=True, copy_function=shutil.copy2 if given else os.link)
    (context / "inside").write_text(str(source.relative_to(top)))
    shutil.copy2(_REQUIREMENTS, context)
    shutil.copy2(certificates(), context / "certificates.pem")
    shutil.copy2(runtime.LAUNCHER, context / "odoo-bin")
    (context / "pip.conf").write_text(_pip_configuration())


def _pip_configuration():
    """Where pip finds packages from here: the machine's mirror of PyPI, if it has one."""
    answer = subprocess.run(
        [sys.executable, "-m", "pip", "config", "get", "global.index-url"], text=True, capture_output=True, check=False
    )
    address = os.environ.get("PIP_INDEX_URL") or answer.stdout.strip()
    return f"[global]\nindex-url = {address}\n" if address else "[global]\n"


def _fill_caddy(context):
    interpreter, _source = runtime.prepare()
    once.make(
        _CADDY,
        once.fingerprint(_CADDY_REQUIREMENTS, sys.version),
        lambda folder: python.install(interpreter, _CADDY_REQUIREMENTS, folder),
    )
    shutil.copy2(_CADDY / "bin" / "caddy", context)


# By recipe: its base, what beside its own files it is made from, and what fills the rest of its folder.
_PREPARE = {
    "odoo": (lambda engine: debian_release(engine, "bookworm"), _odoo_inputs, _fill_odoo),
    "postgres": (lambda engine: debian_release(engine, "trixie"), list, lambda context: None),
    "caddy": (lambda engine: debian_release(engine, "bookworm"), lambda: [_CADDY_REQUIREMENTS], _fill_caddy),
    # Its mail server is one of Odoo's packages.
    "mailpit": (lambda engine: _build(engine, _RECIPES / "odoo"), _odoo_inputs, lambda context: None),
}
