"""Workbooks opened and saved again by LibreOffice, as somebody without Excel does it."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest


def saved_by_libreoffice(workbooks: Sequence[Path], folder: Path) -> list[Path]:
    """The workbooks as LibreOffice saves them, below `folder`; skips the test where there is none."""
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("no LibreOffice on this machine (Debian: apt install libreoffice-calc)")
    saved = folder / "saved"
    profile = (folder / "profile").as_uri()
    command = [soffice, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "xlsx", "--outdir", saved]
    subprocess.run([*command, *workbooks], check=True, capture_output=True, cwd=folder, timeout=120)
    return [saved / workbook.name for workbook in workbooks]
