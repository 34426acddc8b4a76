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
	@O=$(O) BIN=$(BIN) conf/demo/up $(if $(DETACH),detach)

stop:		## stop a demo that runs detached
	@conf/demo/down

assets:		## rebuild assets/dist (needs node and npm; commit the result)
	cd assets && npm ci --no-audit --no-fund --ignore-scripts && node build.mjs

# ---- tests. Every suite prints "N passed, N failed"; tests/check finds them, runs them and adds up.
check:		## install, build, run every suite; ends with `N passed, N failed` (SUITE="http lint": only these)
	@O=$(O) BIN=$(BIN) tests/check $(SUITE)

browser:	## the whole ways of citizen and officer in Chromium (minutes; part of check)
	@tests/browser/run

agree: $(O)/unit/form_random	## server and browser agree on random dossiers of every service (FORMS=10000)
	@FORMS=$(or $(FORMS),10000) O=$(O) python3 tests/browser/form_agree.py

tour:		## one dossier through a running demo, from the citizen to the verifier; writes var/tour/
	@conf/demo/packages tour
	@tests/tour/tour.py

chaos: all	## kill everything in turn while dossiers go through a demo: nothing acknowledged may be lost (ROUNDS=1)
	@tests/tour/on_its_own tests/chaos/run.py

lint:		## the rules of docs/STYLE.md
	@O=$(O) python3 app/build/lint.py

asan:		## the unit tests and the fuzz seeds under the address and undefined behaviour sanitizers
	@LSAN_OPTIONS=print_suppressions=0:suppressions=$(CURDIR)/tests/lint/lsan.txt \
		$(MAKE) --no-print-directory O=$(O)/asan BIN=$(O)/asan/bin OPT="-O1 -g -fno-omit-frame-pointer" \
		HARDEN=-fstack-protector-strong SAN="-fsanitize=address,undefined -fno-sanitize-recover=all" unit seeds

# The environment says it again to the build that conf/demo/up makes.
SANITIZED	= OPT="-O1 -g -fno-omit-frame-pointer" SAN="-fsanitize=address,undefined"
sanitized:	## the tour and the http tests against servers under both sanitizers (minutes; SUITE="guard_input": only these)
	@$(MAKE) --no-print-directory O=$(O)/sanitized BIN=$(O)/sanitized/bin HARDEN=-fstack-protector-strong $(SANITIZED) all \
		$(O)/sanitized/unit/sign_file
	@O=$(O)/sanitized BIN=$(O)/sanitized/bin $(SANITIZED) tests/lint/sanitized $(SUITE)

valgrind: $(UNIT)	## the unit tests under valgrind
	@UNDER="valgrind -q --error-exitcode=99 --leak-check=full --show-leak-kinds=definite \
		--errors-for-leak-kinds=definite --suppressions=tests/lint/valgrind.txt" tests/lib/run_unit $(UNIT)

# Instrumented by clang into a folder of its own; SECONDS_EACH=n for each target.
FUZZ_TARGETS	= $(patsubst tests/fuzz/targets/%.c,%,$(wildcard tests/fuzz/targets/fuzz_*.c))
fuzz:		## each fuzz target for a while (SECONDS_EACH=10)
	@$(MAKE) --no-print-directory CC=clang O=$(O)/fuzz BIN=$(O)/fuzz/bin OPT="-O1 -g -fno-omit-frame-pointer" \
		HARDEN=-fstack-protector-strong SAN="-fsanitize=address,undefined,fuzzer-no-link -fno-sanitize-recover=all" \
		$(FUZZ_TARGETS:%=$(O)/fuzz/fuzz/%)
	@SECONDS_EACH=$(SECONDS_EACH) tests/fuzz/run $(FUZZ_TARGETS:%=$(O)/fuzz/fuzz/%)
$(O)/fuzz/%: tests/fuzz/targets/%.c $(LIB)
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(Q)$(CC) $(filter-out -MMD -MP,$(CFLAGS_ALL)) -fsanitize=fuzzer -Itests/lib -o $@ $< $(LIB) $(LDFLAGS_ALL) $(LIBS)
$(O)/replay/%: tests/fuzz/targets/%.c tests/lib/replay.c $(LIB)
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(Q)$(CC) $(filter-out -MMD -MP,$(CFLAGS_ALL)) -Itests/lib -o $@ $< tests/lib/replay.c $(LIB) $(LDFLAGS_ALL) $(LIBS)
seeds: $(FUZZ_TARGETS:%=$(O)/replay/%)	## the fuzz targets over their seeds alone
	@tests/lib/run_unit $^

.PHONY: browser demo stop assets check tour chaos lint asan sanitized valgrind fuzz seeds

include tests/bench/bench.mk
include tests/oracle/oracle.mk

include tests/lint/lint.mk
