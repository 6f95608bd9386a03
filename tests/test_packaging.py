"""The package as a newcomer gets it: a checkout, an editable install or a wheel, with locked libraries."""

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from configparser import ConfigParser
from importlib.metadata import distributions
from pathlib import Path
from zipfile import ZipFile

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PACKAGES = ("data", "planner", "solver", "web")
BUILD_FILES = ("setup.cfg", "pyproject.toml", "README.md", "LICENSE")

# Prints where the data package lies and all its files, as any Python sees them that can import it.
LIST_DATA = """
import json
from importlib.resources import files

def walk(folder, prefix):
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from walk(entry, f"{prefix}/{entry.name}")
        elif not entry.name.endswith((".py", ".pyc")):
            yield f"{prefix}/{entry.name}"

print(json.dumps([str(files("data")), sorted(walk(files("data"), "data"))]))
"""


def run(*command: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command away from this project's settings; its output is captured."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(
        list(map(str, command)), cwd=cwd, env=kept | environment, capture_output=True, text=True, check=False
    )


def run_well(*command: str | Path, cwd: Path, **environment: str) -> str:
    """Run a command that must succeed and return what it prints."""
    done = run(*command, cwd=cwd, **environment)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def resources(package: str) -> list[str]:
    """Every file of a package in the checkout that is not Python code, relative to the checkout."""
    return sorted(
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / package).rglob("*")
        if path.is_file() and path.suffix != ".py" and "__pycache__" not in path.parts
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel of this checkout, built without the network."""
    source = tmp_path_factory.mktemp("source")
    for name in BUILD_FILES:
        shutil.copy(ROOT / name, source)
    for name in PACKAGES:
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    pip = (sys.executable, "-m", "pip", "wheel", "--no-index", "--no-deps", "--no-build-isolation")
    run_well(*pip, "--wheel-dir", source / "dist", source, cwd=source)
    return next((source / "dist").glob("*.whl"))


@pytest.fixture(scope="module")
def wheel_home(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment with only the wheel in it, that borrows this environment's libraries."""
    home = tmp_path_factory.mktemp("home")
    run_well(sys.executable, "-m", "venv", "--without-pip", home, cwd=home)
    pip = (sys.executable, "-m", "pip", "--python", home / "bin" / "python", "install")
    run_well(*pip, "--no-index", "--no-deps", wheel, cwd=home)
    packages = Path(sysconfig.get_path("purelib", vars={"base": str(home), "platbase": str(home)}))
    (packages / "libraries.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return home


def test_checkout_alone_has_the_data(tmp_path: Path) -> None:
    listed = run_well(sys.executable, "-S", "-c", LIST_DATA, cwd=tmp_path, PYTHONPATH=str(ROOT))
    assert json.loads(listed) == [str(ROOT / "data"), resources("data")]


def test_editable_install_has_the_data(tmp_path: Path) -> None:
    installed = list(distributions(name="community-planner", path=[sysconfig.get_path("purelib")]))
    if not installed:
        pytest.skip("the planner is not installed here (make setup installs it)")
    assert json.loads(installed[0].read_text("direct_url.json") or "{}")["dir_info"] == {"editable": True}
    listed = run_well(sys.executable, "-c", LIST_DATA, cwd=tmp_path)
    assert json.loads(listed) == [str(ROOT / "data"), resources("data")]


def test_wheel_has_the_data(wheel_home: Path, tmp_path: Path) -> None:
    folder, files = json.loads(run_well(wheel_home / "bin" / "python", "-c", LIST_DATA, cwd=tmp_path))
    assert Path(folder).is_relative_to(wheel_home)
    assert files == resources("data")


def test_wheel_has_every_module_and_resource(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if not name.partition("/")[0].endswith(".dist-info")}
    modules = {path.relative_to(ROOT).as_posix() for name in PACKAGES for path in (ROOT / name).rglob("*.py")}
    assert names == modules.union(*map(resources, PACKAGES))


def test_wheel_has_the_command(wheel_home: Path, tmp_path: Path) -> None:
    assert "plan" in run_well(wheel_home / "bin" / "planner", "--help", cwd=tmp_path)


def test_wheel_makes_its_database(wheel_home: Path, tmp_path: Path) -> None:
    run_well(wheel_home / "bin" / "planner", "teams", cwd=tmp_path, DATA_FOLDER=str(tmp_path / "kept"), DATABASE_URL="")
    assert (tmp_path / "kept" / "planner.db").is_file()


def pins(lock: str) -> dict[str, str]:
    """Name -> version of each library in a lock file."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text, flags=re.MULTILINE))


def declared(*extras: str) -> Iterator[Requirement]:
    """The libraries that setup.cfg asks for, for running and for the named extras."""
    config = ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    sections = [config["options"]["install_requires"]]
    sections += [config["options.extras_require"][extra] for extra in extras]
    return (Requirement(line) for text in sections for line in text.split("\n") if line)


@pytest.mark.parametrize(
    ("lock", "extras"),
    [("requirements.lock", ("build",)), ("requirements-test.lock", ("build", "test"))],
)
def test_lock_answers_setup_cfg(lock: str, extras: tuple[str, ...]) -> None:
    locked = pins(lock)
    for wanted in declared(*extras):
        version = locked.get(canonicalize_name(wanted.name))
        assert version, f"{wanted.name} is not in {lock}: make lock"
        assert wanted.specifier.contains(version), f"{wanted} is not {version} in {lock}: make lock"


def test_tests_run_on_the_libraries_that_users_get() -> None:
    assert pins("requirements.lock").items() <= pins("requirements-test.lock").items()


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-test.lock"])
def test_lock_is_hashed_and_names_no_place(lock: str) -> None:
    lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines):
        assert "://" not in line
        assert not re.search(r"(^|\s)(/|-[ief] |--(?!hash=sha256:))", line)
        if "==" in line:
            assert "--hash=sha256:" in lines[number + 1]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The part of a checkout that the Makefile needs before it installs anything."""
    for name in ("Makefile", "requirements.lock", "setup.cfg", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def pretend_python(folder: Path, *, fails_on: str) -> Path:
    """An interpreter that does nothing well, but for commands that contain fails_on."""
    script = folder / "pretend-python"
    script.write_text(f'#!/bin/sh\ncase "$*" in *"{fails_on}"*) exit 1 ;; esac\n', encoding="utf-8")
    script.chmod(0o755)
    return script


@pytest.mark.parametrize(
    ("fails_on", "advice"),
    [("version_info", "needs Python 3.11 or newer"), ("-m pip", "has no pip. Install it")],
)
def test_setup_says_what_is_missing(checkout: Path, fails_on: str, advice: str) -> None:
    python = pretend_python(checkout, fails_on=fails_on)
    done = run("make", "setup", f"PYTHON={python}", cwd=checkout)
    assert done.returncode != 0
    assert advice in done.stderr


def test_help_names_every_target(checkout: Path) -> None:
    targets = re.search(r"^\.PHONY: (.*)$", (checkout / "Makefile").read_text(), flags=re.MULTILINE)
    assert targets
    shown = run_well("make", cwd=checkout)
    assert [name for name in targets[1].split() if f"make {name} " not in shown] == []
