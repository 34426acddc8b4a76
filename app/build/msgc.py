import pathlib, sys
out = pathlib.Path(sys.argv[2]); (out / "messages.h").write_text("#pragma once\n"); (out / "messages.c").write_text("#include \"messages.h\"\n")
