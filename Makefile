# Motcua. `make help` lists what there is. Two commands matter to a newcomer: `make demo` and `make check`.
#
# How the sources are found: every app/<room>/*.c goes into obj/libmotcua.a, but for what needs Kore
# (app/main.c, app/web/, app/<room>/*_pages.c: the web module) and the programs' own main files.

SHELL		= /bin/bash
CC		?= gcc
O		?= obj
BIN		?= bin
VAR		?= var
PORT		?= 8443
export VAR PORT

PKGS		= libxml-2.0 openssl libpq libqrencode cairo pangocairo pango fontconfig libargon2 jansson libutf8proc zlib
-include conf/flags.mk

WARN		= -Wall -Wextra -Werror -Wshadow -Wconversion -Wcast-qual -Wstrict-prototypes -Wmissing-prototypes \
		  -Wwrite-strings -Wvla -Wformat=2 -Wswitch-enum -Wnull-dereference -Wundef
ifneq (,$(findstring gcc,$(shell $(CC) --version 2>/dev/null | head -1)))
WARN		+= -Wduplicated-cond -Wlogical-op
endif
HARDEN		= -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fstack-clash-protection -fcf-protection
OPT		?= -O2 -g
CFLAGS_ALL	= -std=gnu11 -D_GNU_SOURCE $(OPT) $(WARN) $(HARDEN) -fPIC -fvisibility=hidden -ffunction-sections -fdata-sections \
		  -MMD -MP -Iapp -I$(O)/gen $(shell pkg-config --cflags $(PKGS) 2>/dev/null | sed 's/-I/-isystem /g') $(CFLAGS) $(SAN)
LDFLAGS_ALL	= -Wl,-z,relro,-z,now,-z,noexecstack -Wl,--gc-sections $(LDFLAGS) $(SAN)
LIBS		= $(shell pkg-config --libs $(PKGS) 2>/dev/null) -lm
# V=1 shows the commands.
ifeq ($(V),)
Q		= @
say		= @printf '  %-4s %s\n' $(1) $(2);
else
say		=
endif
KORE_CFLAGS	= $(shell cat /usr/share/kore/features 2>/dev/null)

# ---- what is built from what
PROGRAM_DIRS	= cli worker signer tsa
KORE_SRC	= $(wildcard app/main.c app/web/*.c app/*/*_pages.c)
LIB_SRC		= $(filter-out $(KORE_SRC) $(foreach d,$(PROGRAM_DIRS) build,app/$(d)/%),$(wildcard app/*/*.c))
HTML		= $(wildcard app/*/*.html app/*/*/*.html)
SQL		= $(filter-out app/db/roles.sql,$(wildcard app/*/*.sql))
MSG		= $(wildcard app/*/*.msg)

GEN_C		= $(O)/gen/sql.c $(O)/gen/messages.c $(O)/gen/templates.c
GEN_H		= $(O)/gen/sql.h $(O)/gen/messages.h $(O)/gen/templates.h
LIB_OBJ		= $(LIB_SRC:app/%.c=$(O)/%.o) $(GEN_C:.c=.o)
KORE_OBJ	= $(KORE_SRC:app/%.c=$(O)/%.o)
LIB		= $(O)/libmotcua.a

PROGRAMS	= $(foreach d,$(PROGRAM_DIRS),$(if $(wildcard app/$(d)/*.c),$(BIN)/$(if $(filter cli,$(d)),motcua,motcua-$(d))))
UNIT_SRC	= $(wildcard tests/unit/test_*.c)
UNIT		= $(UNIT_SRC:tests/unit/%.c=$(O)/unit/%)

.PHONY: all help demo stop tour bench check unit lint packages clean distclean assets FORCE
.DEFAULT_GOAL = all
all: $(PROGRAMS) $(if $(wildcard app/main.c),$(O)/motcua.so)	## build everything

help:		## list the targets
	@grep -hE '^[a-z][a-z-]*:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##[ \t]*/\t/' | expand -t 18

# ---- generated code (readable, not committed)
$(O)/gen/sql.c $(O)/gen/sql.h &: app/build/sqlgen.py $(SQL)
	@mkdir -p $(O)/gen
	$(Q)python3 app/build/sqlgen.py --out $(O)/gen $(SQL)
$(O)/gen/messages.c $(O)/gen/messages.h &: app/build/msgc.py $(MSG)
	@mkdir -p $(O)/gen
	$(Q)python3 app/build/msgc.py --out $(O)/gen $(MSG)
$(O)/gen/templates.c $(O)/gen/templates.h &: app/build/tmplc.py app/build/msgc.py $(HTML) $(MSG) $(wildcard assets/dist/manifest)
	@mkdir -p $(O)/gen
	$(Q)python3 app/build/tmplc.py --out $(O)/gen $(HTML) $(MSG)

# ---- compile and link
$(KORE_OBJ): KOREFLAGS = $(KORE_CFLAGS) -isystem /usr/include -Wno-cast-qual
$(O)/gen/%.o: $(O)/gen/%.c $(GEN_H) Makefile
	$(call say,CC,$<)
	$(Q)$(CC) $(CFLAGS_ALL) -c -o $@ $<
$(O)/%.o: app/%.c Makefile | $(GEN_H)
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(CFLAGS_ALL) $(KOREFLAGS) -c -o $@ $<
$(LIB): $(LIB_OBJ)
	@rm -f $@
	$(call say,AR,$@)
	$(Q)ar rcs $@ $^

define program
$(BIN)/$(if $(filter cli,$(1)),motcua,motcua-$(1)): $(patsubst app/%.c,$(O)/%.o,$(wildcard app/$(1)/*.c)) $(LIB)
	@mkdir -p $$(@D)
	$$(call say,LD,$$@)
	$$(Q)$$(CC) $$(CFLAGS_ALL) -o $$@ $$(filter %.o,$$^) $(LIB) $$(LDFLAGS_ALL) $$(LIBS)
endef
$(foreach d,$(PROGRAM_DIRS),$(eval $(call program,$(d))))

# Replaced by rename, never written in place: a running server has it mapped.
$(O)/motcua.so: $(KORE_OBJ) $(LIB)
	$(call say,LD,$@)
	$(Q)$(CC) $(CFLAGS_ALL) -shared -o $@.new $(KORE_OBJ) $(LIB) $(LDFLAGS_ALL) -Wl,-z,nodelete $(LIBS)
	@mv $@.new $@

$(O)/unit/%: tests/unit/%.c $(LIB) Makefile
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(Q)$(CC) $(CFLAGS_ALL) -Itests/lib -o $@ $< $(LIB) $(LDFLAGS_ALL) $(LIBS)

unit: $(UNIT)	## the unit tests alone
	@tests/lib/run_unit $(UNIT)

packages:	## install the Debian packages that are missing
	@conf/demo/packages

-include $(LIB_OBJ:.o=.d) $(KORE_OBJ:.o=.d) $(foreach d,$(PROGRAM_DIRS),$(patsubst app/%.c,$(O)/%.d,$(wildcard app/$(d)/*.c)))
-include conf/targets.mk

clean:		## remove what was built
	rm -rf $(O) $(BIN)
distclean: clean	## and the demo's data, keys and installed modules
	conf/demo/down
	rm -rf $(shell readlink -f var) var certs/dev assets/node_modules tests/browser/node_modules
