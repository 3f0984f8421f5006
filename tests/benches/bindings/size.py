"""Reports the size of the release library, stripped, and of the models beside it, part by part: `size.py TARGET MODELS`."""

import collections
import pathlib
import re
import shutil
import subprocess
import sys

# What is no crate of its own is the standard library's or has no name.
CRATE = re.compile(r"^<?(?:&|dyn |mut |\[|\(|\*const )*([a-z_][a-z0-9_]*)(?:\[[0-9a-f]+\])?::")


def by_crate(library):
    """Bytes of functions and data by crate, as the symbols of the library have them."""
    listing = subprocess.run(["nm", "--print-size", "--demangle", library], check=True, capture_output=True, text=True)
    sizes = collections.Counter()
    for line in listing.stdout.splitlines():
        parts = line.split(maxsplit=3)
        if len(parts) == 4:
            named = CRATE.match(parts[3])
            sizes[named[1] if named else "no name"] += int(parts[1], 16)
    return sizes


def main(target, models):
    target, models = pathlib.Path(target), pathlib.Path(models)
    library = target / "release/libxueying_ffi.so"
    bare = target / "bindings/stripped.so"
    shutil.copy(library, bare)
    subprocess.run(["strip", bare], check=True)
    stripped = bare.stat().st_size
    print(f"{stripped / 1e6:8.2f} MB  library, stripped")
    for crate, size in by_crate(library).most_common(12):
        print(f"{size / 1e6:12.2f} MB  of it {crate}")
    sys.path.insert(0, str(target / "bindings/package"))
    from xueying import xueying_core

    needed = [models / file.name for file in xueying_core.model_files()]
    for file in needed:
        print(f"{file.stat().st_size / 1e6:12.2f} MB  {file.name}")
    total = sum(file.stat().st_size for file in needed)
    print(f"{total / 1e6:8.2f} MB  models\n{(stripped + total) / 1e6:8.2f} MB  both")


if __name__ == "__main__":
    main(*sys.argv[1:])
