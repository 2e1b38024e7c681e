"""docker-compose.yml and odoo.conf: well-formed, and in step with the files and options they name."""

import configparser
import json
import os
import re
import subprocess
import sys

import jsonschema
import pytest
import yaml

from dev.modules import own
from dev.paths import ADDONS, CONFIG, ROOT
from dev.runtime import LAUNCHER

_STRINGS = {"type": "array", "items": {"type": "string"}, "minItems": 1}
_SERVICE = {
    "type": "object",
    "required": ["image", "restart", "logging"],
    "additionalProperties": False,
    "properties": {
        # Pinned by its major version at least.
        "image": {"type": "string", "pattern": r"^[a-z/]+:v?[0-9]+(\.[0-9]+)*$"},
        "restart": {"enum": ["unless-stopped", "always", "no"]},
        "logging": {"type": "object", "required": ["driver", "options"]},
        "stop_grace_period": {"pattern": "^[0-9]+s$"},
        "command": _STRINGS,
        "environment": {"type": "object", "additionalProperties": {"type": "string"}},
        "volumes": _STRINGS,
        # Only this machine may connect.
        "ports": {"type": "array", "items": {"type": "string", "pattern": r"^127\.0\.0\.1:"}},
        "depends_on": {
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "required": ["condition"],
                "properties": {"condition": {"enum": ["service_healthy", "service_completed_successfully"]}},
            },
        },
        "healthcheck": {
            "type": "object",
            "required": ["test", "interval", "timeout", "retries"],
            "additionalProperties": False,
            "properties": {
                "test": {"type": "array", "prefixItems": [{"const": "CMD"}], "minItems": 2},
                "interval": {"pattern": "^[0-9]+s$"},
                "timeout": {"pattern": "^[0-9]+s$"},
                "start_period": {"pattern": "^[0-9]+s$"},
                "retries": {"type": "integer", "minimum": 1},
            },
        },
    },
}
_SCHEMA = {
    "type": "object",
    "required": ["name", "services", "volumes"],
    "additionalProperties": False,
    # What several services share.
    "patternProperties": {"^x-": {"type": "object"}},
    "properties": {
        "name": {"type": "string"},
        "services": {"type": "object", "additionalProperties": _SERVICE},
        "volumes": {"type": "object"},
    },
}


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


@pytest.fixture(scope="module")
def odoo(compose):
    return compose["services"]["odoo"]


def test_shape(compose):
    jsonschema.validate(compose, _SCHEMA)


def test_services_that_others_wait_for_exist(compose):
    """Those that stay are waited for until they are healthy, the one that ends until it has succeeded."""
    for service in compose["services"].values():
        for name, wanted in service.get("depends_on", {}).items():
            stays = compose["services"][name]["restart"] != "no"
            assert ("healthcheck" in compose["services"][name]) == stays
            assert wanted["condition"] == ("service_healthy" if stays else "service_completed_successfully")


def test_variables_are_in_the_readme(compose):
    """Each variable has a value where nothing is said, and a row in the README."""
    text = (ROOT / "docker-compose.yml").read_text()
    names = re.findall(r"\$\{([A-Z_]+)", text)
    assert len(names) == len(re.findall(r"\$\{[A-Z_]+:-[^}]+\}", text))
    rows = re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "README.md").read_text(), re.MULTILINE)
    assert set(names) == set(rows)


def test_settings_are_not_for_git():
    """Nor what the README's commands make beside them."""
    ignored = (ROOT / ".gitignore").read_text().splitlines()
    made = re.findall(r" > (\S+)$", (ROOT / "README.md").read_text(), re.MULTILINE)
    assert made
    assert {f"/{name}" for name in (".env", *made)} <= set(ignored)


def test_volumes(compose):
    """A named volume is declared; a mounted file or folder exists and is mounted read-only."""
    for service in compose["services"].values():
        for volume in service.get("volumes", []):
            source, _target, *mode = volume.split(":")
            if source.startswith("."):
                assert (ROOT / source).exists(), volume
                assert mode == ["ro"], volume
            else:
                assert source in compose["volumes"], volume


def test_official_images(compose):
    images = {
        service["image"].partition(":")[0]: service["image"].partition(":")[2]
        for service in compose["services"].values()
    }
    assert images["odoo"] == "19"
    assert int(images["postgres"]) >= 13


def test_mail_goes_to_the_catcher(odoo, compose):
    [option] = [option for option in odoo["command"] if option.startswith("--smtp=")]
    assert option.removeprefix("--smtp=") in compose["services"]


def test_database_is_the_service(odoo, compose):
    assert odoo["environment"]["HOST"] in compose["services"]
    assert (
        odoo["environment"]["PASSWORD"]
        == compose["services"][odoo["environment"]["HOST"]]["environment"]["POSTGRES_PASSWORD"]
    )


def test_suite_is_installed():
    [names] = re.findall(r"--init=(\S+)", (ROOT / "docker" / "install").read_text())
    named = set(names.split(","))
    assert {name for name in named if name.startswith("rollout")} <= set(own())


def _parsed(arguments):
    """What Odoo's own parser makes of odoo.conf and a command line."""
    code = (
        "import json, sys; from odoo.tools import config; config.parse_config(sys.argv[1:]);"
        "print(json.dumps({name: str(config[name]) for name in config.options}))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code, *arguments], text=True, capture_output=True, check=True, env=_environment()
    )
    assert "unknown option" not in answer.stderr
    return json.loads(answer.stdout)


def _environment():
    return {key: value for key, value in os.environ.items() if not key.startswith("ODOO_")}


def test_odoo_understands_the_command(odoo):
    [mounted] = [volume.split(":") for volume in odoo["volumes"] if volume.startswith("./addons:")]
    arguments = [argument.replace(mounted[1], str(ADDONS)) for argument in odoo["command"][1:]]
    # As Compose does where nothing is set.
    arguments = [re.sub(r"\$\{[A-Z_]+:-([^}]*)\}", r"\1", argument) for argument in arguments]
    options = _parsed([f"--config={CONFIG}", *arguments])
    assert options["db_name"] == "['rollout']"
    assert str(ADDONS) in options["addons_path"]
    assert int(options["workers"]) > 0
    assert options["list_db"] == "False"
    assert "@" in options["email_from"]


def test_odoo_knows_every_key_of_the_configuration():
    configuration = configparser.ConfigParser()
    configuration.read(CONFIG)
    assert configuration.sections() == ["options"]
    options = _parsed([f"--config={CONFIG}"])
    for key, value in configuration["options"].items():
        assert key in options
        assert options[key] == value


def test_launcher_is_there():
    assert LAUNCHER.is_file()
