# The web module with pages and statements that only the http tests have.
$(O)/probe/gen/sql.h: app/build/sqlgen.py $(SQL) tests/http/probe.sql
	@mkdir -p $(@D)
	$(Q)python3 app/build/sqlgen.py --out $(@D) $(SQL) tests/http/probe.sql
$(O)/probe.so: tests/http/probe_pages.c $(O)/probe/gen/sql.h $(KORE_OBJ) $(LIB)
	$(call say,LD,$@)
	$(Q)$(CC) -I$(O)/probe/gen $(filter-out -MMD -MP,$(CFLAGS_ALL)) $(KORE_CFLAGS) -Wno-cast-qual -shared -o $@.new tests/http/probe_pages.c \
		$(O)/probe/gen/sql.c $(KORE_OBJ) $(LIB) $(LDFLAGS_ALL) -Wl,-z,nodelete $(LIBS)
	@mv $@.new $@
$(O)/store/statements: tests/store/statements.c $(O)/probe/gen/sql.h $(LIB)
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(Q)$(CC) -I$(O)/probe/gen $(filter-out -MMD -MP,$(CFLAGS_ALL)) -Itests/lib -o $@ $< $(O)/probe/gen/sql.c $(LIB) $(LDFLAGS_ALL) $(LIBS)

# The targets that run things, kept apart from how things are built.

demo:		## build and run everything, with demo data (PORT=n, DETACH=1)
	@O=$(O) conf/demo/up $(if $(DETACH),detach)

stop:		## stop a demo that runs detached
	@conf/demo/down

assets:		## rebuild assets/dist (needs node and npm; commit the result)
	cd assets && npm ci --no-audit --no-fund --ignore-scripts && node build.mjs
include tests/bench/bench.mk
