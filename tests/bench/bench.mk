# The bench's own programs. Included by conf/targets.mk.
BENCH_C		= $(O)/bench/documents $(O)/bench/ceiling.so

$(O)/bench/documents: $(wildcard tests/bench/documents*.c) tests/bench/documents.h $(O)/signer/signer_keys.o $(LIB)
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(Q)$(CC) $(filter-out -MMD -MP,$(CFLAGS_ALL)) -o $@ $(filter %.c %.o,$^) $(LIB) $(LDFLAGS_ALL) $(LIBS)
$(O)/bench/ceiling.so: tests/bench/ceiling.c
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(Q)$(CC) $(filter-out -MMD -MP,$(CFLAGS_ALL)) $(KORE_CFLAGS) -isystem /usr/include -Wno-cast-qual -isystem $(shell pg_config --includedir) -shared -o $@.new $< \
		$(LDFLAGS_ALL) -Wl,-z,nodelete -lpq
	@mv $@.new $@

bench:		## our speed beside the ceiling of the same work (takes minutes; ROUNDS=n; ONLY=a,f)
	@$(MAKE) --no-print-directory all $(BENCH_C)
	@tests/bench/run

bench-memory:	## a web worker's memory after REQUESTS=n requests, and what an idle connection costs
	@$(MAKE) --no-print-directory all $(BENCH_C)
	@tests/bench/memory
