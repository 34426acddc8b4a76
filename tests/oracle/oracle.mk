# Another engine beside our own. Included by conf/targets.mk.
ORACLE_PROCESSES	?= 2000
ORACLE_SEED		?= 1

oracle:		## random processes in our engine and in bpmn-engine (takes hours on two cores; ORACLE_PROCESSES=n, ORACLE_SEED=n)
	@$(MAKE) --no-print-directory $(BIN)/motcua
	@npm ci --prefix tests/oracle --no-audit --no-fund --ignore-scripts --silent
	@python3 tests/oracle/processes.py $(ORACLE_PROCESSES) 2 $(ORACLE_SEED)

ENGINE_SPEED	= $(O)/bench/engine_speed

$(ENGINE_SPEED): tests/bench/engine_speed.c $(LIB)
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(Q)$(CC) $(filter-out -MMD -MP,$(CFLAGS_ALL)) -o $@ $(filter %.c,$^) $(LIB) $(LDFLAGS_ALL) $(LIBS)

bench-engine:	## steps of the workflow engine alone, a second and core
	@$(MAKE) --no-print-directory $(ENGINE_SPEED)
	@$(ENGINE_SPEED) workflows/*.bpmn

.PHONY: oracle bench-engine
