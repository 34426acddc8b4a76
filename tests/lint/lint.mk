# Checkers that read the sources. Each ends with an error when it has anything to say.

C_SRC		= $(wildcard app/*.c app/*/*.c)

analyze: $(GEN_H)	## gcc's static analyzer over app/
	@$(MAKE) --no-print-directory O=$(O) OPT=-O1 $(C_SRC:%=analyze/%)
$(C_SRC:%=analyze/%): analyze/%: % | $(GEN_H)
	$(call say,AN,$<)
	$(Q)$(CC) $(filter-out -MMD -MP,$(CFLAGS_ALL)) $(KORE_CFLAGS) -isystem /usr/include -Wno-cast-qual -fanalyzer -S -o /dev/null $<

cppcheck: $(GEN_H)	## cppcheck over app/; what it gets wrong stands in tests/lint/cppcheck.txt
	@cppcheck --quiet --std=c11 --language=c --enable=warning,performance,portability --inline-suppr --error-exitcode=1 \
		--suppressions-list=tests/lint/cppcheck.txt -D_GNU_SOURCE -D__GNUC__=12 -D__x86_64__ \
		-D'KORE_SECCOMP_FILTER(name,...)=' -Iapp -I$(O)/gen $(KORE_CFLAGS) $(C_SRC)

clang:		## everything once more by clang, with the same warnings
	@$(MAKE) --no-print-directory CC=clang O=$(O)/clang BIN=$(O)/clang/bin all \
		$(UNIT_SRC:tests/unit/%.c=$(O)/clang/unit/%) $(FUZZ_TARGETS:%=$(O)/clang/replay/%)

.PHONY: clang analyze cppcheck $(C_SRC:%=analyze/%)
