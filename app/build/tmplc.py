import pathlib, sys
out = pathlib.Path(sys.argv[2]); (out / "templates.h").write_text("#pragma once\n"); (out / "templates.c").write_text("#include \"templates.h\"\n")
