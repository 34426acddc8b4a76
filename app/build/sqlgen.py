import pathlib, sys
out = pathlib.Path(sys.argv[2]); (out / "sql.h").write_text("#pragma once\n"); (out / "sql.c").write_text("#include \"sql.h\"\n")
