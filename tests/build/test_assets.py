"""assets/dist is what its sources give: builds once more and compares every byte. Needs node and assets/node_modules (npm ci)."""
import filecmp
import pathlib
import shutil
import subprocess
import sys
import tempfile

ASSETS = pathlib.Path(__file__).resolve().parents[2] / "assets"


def main():
    if shutil.which("node") is None or not (ASSETS / "node_modules").is_dir():
        print("assets: skipped, needs node and assets/node_modules (cd assets && npm ci)")
        print("0 passed, 0 failed")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["node", "build.mjs", folder], cwd=ASSETS, check=True)
        here = sorted(p.name for p in (ASSETS / "dist").iterdir())
        there = sorted(p.name for p in pathlib.Path(folder).iterdir())
        _, differ, errors = filecmp.cmpfiles(ASSETS / "dist", folder, here, shallow=False)
        wrong = sorted(set(here) ^ set(there) | set(differ) | set(errors))
    for name in wrong:
        print(f"assets/dist/{name} is not what the sources give: run make assets")
    print(f"{len(set(here) | set(there)) - len(wrong)} passed, {len(wrong)} failed")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
