# Grillo's own commands. On a fresh Debian or Ubuntu machine with a Swift toolchain, git and make nothing else is needed:
# each target installs with apt what it lacks, with sudo where it is not root.

PREFIX ?= /usr/local
DESTDIR ?=
# Where the programs are when they are installed, and the units for systemd: they run as a user of their own, and are of use nowhere but
# where systemd looks for those of the machine.
BINDIR ?= $(PREFIX)/bin
UNIT_DIR ?= $(if $(filter /usr /usr/local,$(PREFIX)),$(PREFIX)/lib/systemd/system)
SWIFT ?= swift

# What it takes to build, and what the tests drive besides.
BUILD_PACKAGES = libncurses-dev libssl-dev libsqlite3-dev zlib1g-dev
TEST_PACKAGES = tmux irssi weechat-curses catgirl strace sqlite3 netcat-openbsd util-linux openssl iproute2 faketime \
  inetutils-telnet ngircd inspircd znc valgrind binutils python3 mandoc
# What `make bench` is made with; it compares with whatever of irssi, WeeChat, InspIRCd and ngIRCd there is.
BENCH_PACKAGES = python3 gcc libc6-dev

# What must be there besides to pack what people install.
# ICU's package is there for its licence.
DIST_PACKAGES = gcc dpkg-dev ca-certificates python3 libicu-dev

# The folder that it is built in is not to be seen in what is built.
RELEASE_FLAGS = -c release --static-swift-stdlib -Xswiftc -file-prefix-map -Xswiftc "$(CURDIR)=." \
  -Xcc -ffile-prefix-map="$(CURDIR)=."

.PHONY: chat build test test-mouse test-dist test-reproducible measure thresholds bench fuzz sanitize soak lint manual install \
  install-data uninstall dist tables docs screenshots clean build-packages dist-packages bench-packages test-packages toolchain

# Build, and enter a room of one's own.
chat: build
	$$($(SWIFT) build $(RELEASE_FLAGS) --show-bin-path)/grillo-tui --serve

build: toolchain build-packages
	$(SWIFT) build $(RELEASE_FLAGS)

# Every check but those that take long (`make fuzz` at length, sanitize, soak) or need a display (test-mouse): style, the arrows between the modules, no warning, every test.
test: toolchain build-packages test-packages lint
	$(SWIFT) build --build-tests
	$(MAKE) --no-print-directory measure
	$(MAKE) --no-print-directory fuzz FUZZ_SECONDS=10
	$(SWIFT) test --skip-build

# The mouse in a real xterm, and in tmux there; installs a display without a screen.
test-mouse: build
	Tests/Mouse/xterm

# Instructions and allocations of what is done most, held to Tests/Measured/thresholds; `make thresholds` makes new ones.
measure thresholds: toolchain build-packages test-packages
	$(SWIFT) build $(RELEASE_FLAGS) --product grillo-measured
	Tests/Measured/check $$($(SWIFT) build $(RELEASE_FLAGS) --show-bin-path)/grillo-measured $(if $(filter thresholds,$@),--write)

# How fast it is beside others, on this machine; rewrites the tables of docs/benchmarks.md. ROUNDS=1 is the quick form.
ROUNDS ?= 3
bench: build bench-packages
	folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && bin=$$($(SWIFT) build $(RELEASE_FLAGS) --show-bin-path) && \
	cc -O2 -o "$$folder/floor" Tests/Benchmarks/floor.c && \
	Tests/Benchmarks/servers "$$bin/grillo" "$$folder/floor" --rounds $(ROUNDS) --tables docs/benchmarks.md && \
	Tests/Benchmarks/clients "$$bin/grillo-tui" --rounds $(ROUNDS) --tables docs/benchmarks.md

# Looks for inputs that end a parser or break its rule, led by what code each input reaches: so long for each harness, two at a time.
# HARNESSES="message client" tries only those. The linker is lld: gold fails over the tables that libFuzzer counts in.
FUZZ_SECONDS ?= 600
HARNESSES ?=
FUZZER_FLAGS = -c release --scratch-path .build/fuzzer -Xswiftc -use-ld=lld -Xswiftc -sanitize=fuzzer \
  -Xcc -fsanitize=fuzzer-no-link -Xcxx -fsanitize=fuzzer-no-link
fuzz: toolchain build-packages
	GRILLO_FUZZER=1 $(SWIFT) build $(FUZZER_FLAGS) --product grillo-fuzzer
	Tests/Fuzz/run .build/fuzzer/release/grillo-fuzzer --seconds $(FUZZ_SECONDS) $(HARNESSES)

# The end-to-end tests with AddressSanitizer and ThreadSanitizer in both programs; fails on any report. ThreadSanitizer itself needs
# descriptors to tell what Tests/thread-sanitizer leaves out, and files that grow: the tests without them are not for it.
sanitize: toolchain build-packages test-packages
	$(call sanitized,address)
	$(call sanitized,thread,--skip Without.descriptors --skip A.bound.for.the.size)

# An hour of an ordinary life in a room; fails if memory grows.
MINUTES ?= 60
soak: toolchain build-packages test-packages
	$(SWIFT) build --build-tests
	GRILLO_SOAK_MINUTES=$(MINUTES) $(SWIFT) test --skip-build --filter SoakTests

lint: toolchain
	$(SWIFT) format lint --strict --recursive Package.swift Packaging Sources Tests

# The pages of the manual and what shells complete, from what the programs say of themselves.
MANUAL = .build/manual
MANUAL_FILES = share/man/man1/grillo.1 share/man/man1/grillo-tui.1 share/man/man5/grillo.toml.5 share/man/man5/tui.toml.5 \
  share/bash-completion/completions/grillo share/bash-completion/completions/grillo-tui \
  share/zsh/site-functions/_grillo share/zsh/site-functions/_grillo-tui \
  share/fish/vendor_completions.d/grillo.fish share/fish/vendor_completions.d/grillo-tui.fish
manual: build
	Packaging/manual "$$($(SWIFT) build $(RELEASE_FLAGS) --show-bin-path)" $(MANUAL)

install: manual
	$(MAKE) --no-print-directory install-data
	install -d "$(DESTDIR)$(BINDIR)"
	bin=$$($(SWIFT) build $(RELEASE_FLAGS) --show-bin-path) && \
	install -s -m 755 "$$bin/grillo" "$$bin/grillo-tui" "$(DESTDIR)$(BINDIR)/"

# All but the programs; `make manual` is before it.
install-data:
	@[ -d $(MANUAL) ] || { echo "There is no manual to install: run make manual, and try again." >&2; exit 1; }
	set -e; for file in $(MANUAL_FILES); do install -D -m 644 "$(MANUAL)/$$file" "$(DESTDIR)$(PREFIX)/$$file"; done
	install -d "$(DESTDIR)$(PREFIX)/share/doc/grillo/docs"
	install -m 644 LICENSE $(filter-out README.md,$(wildcard *.md)) "$(DESTDIR)$(PREFIX)/share/doc/grillo/"
	install -m 644 docs/* "$(DESTDIR)$(PREFIX)/share/doc/grillo/docs/"
	sed $(WITHOUT_PICTURES) README.md | install -m 644 /dev/stdin "$(DESTDIR)$(PREFIX)/share/doc/grillo/README.md"
	$(if $(UNIT_DIR),$(install_units))

# The pictures of the README are not installed.
WITHOUT_PICTURES = -e '/^!\[/,/^$$/d' -e '/^| | |$$/,/^$$/d'

# systemd takes the path of a program in quotes, in which % and \ stand twice.
define install_units
install -d "$(DESTDIR)$(UNIT_DIR)"
bin='$(BINDIR)' awk '/^ExecStart=/ { bin = ENVIRON["bin"]; gsub(/[%\\]/, "&&", bin); $$1 = "ExecStart=\"" bin "/grillo\"" } 1' \
  Packaging/grillo.service | install -m 644 /dev/stdin "$(DESTDIR)$(UNIT_DIR)/grillo.service"
install -m 644 Packaging/grillo.socket "$(DESTDIR)$(UNIT_DIR)/"
endef

# Folders that only Grillo has filled go, too. The service goes as with systemctl disable, where it is this machine's.
uninstall:
	$(if $(UNIT_DIR),$(uninstall_units))
	rm -f "$(DESTDIR)$(BINDIR)/grillo" "$(DESTDIR)$(BINDIR)/grillo-tui"
	rm -rf "$(DESTDIR)$(PREFIX)/share/doc/grillo"
	for file in $(MANUAL_FILES); do rm -f "$(DESTDIR)$(PREFIX)/$$file"; done
	for folder in $(sort $(dir $(MANUAL_FILES))) share/bash-completion share/zsh share/fish; do \
	  [ ! -d "$(DESTDIR)$(PREFIX)/$$folder" ] || rmdir --ignore-fail-on-non-empty "$(DESTDIR)$(PREFIX)/$$folder"; done

define uninstall_units
[ -n "$(DESTDIR)" ] || [ ! -e "$(UNIT_DIR)/grillo.service" ] || ! command -v systemctl >/dev/null || \
  systemctl disable $$([ ! -d /run/systemd/system ] || echo --now) grillo.socket grillo.service
rm -f "$(DESTDIR)$(UNIT_DIR)/grillo.service" "$(DESTDIR)$(UNIT_DIR)/grillo.socket"
endef

# What people install who have no Swift: a tarball, a package for Debian, an image for containers. See Packaging/dist.
dist: manual dist-packages
	SWIFTC="$$(dirname "$$(command -v $(SWIFT))")/swiftc" \
	Packaging/dist "$$($(SWIFT) build $(RELEASE_FLAGS) --show-bin-path)" dist

# Installs all of that on machines that never saw Swift, as root, and looks whether it serves.
test-dist: dist
	@$(call install_missing,debootstrap)
	Packaging/test dist

# Builds and packs twice, in clones of the last commit, and compares the bytes; takes as long as two builds.
test-reproducible: toolchain dist-packages
	Packaging/test-reproducible

# The tables of docs/specifications.md and docs/configuration.md, from the tables that the programs go by.
tables: build-packages
	GRILLO_REWRITE_TABLES=1 $(SWIFT) test --filter DocumentationTests

# The documentation of these modules as pages for a browser, from the comments in the code; says what is linked wrongly. The plugin
# that makes them is fetched and built by this target alone.
DOCUMENTED = Protocol Chat Storage
docs: toolchain build-packages
	GRILLO_DOCS=1 $(SWIFT) package --scratch-path .build/docs --allow-writing-to-directory .build/documentation \
	  generate-documentation $(DOCUMENTED:%=--target %) --enable-experimental-combined-documentation \
	  --symbol-graph-minimum-access-level package --transform-for-static-hosting --output-path .build/documentation
	@echo "To read it: python3 -m http.server -d .build/documentation 8080, then http://localhost:8080/documentation"

# The pictures in the README, taken from a real session in a real terminal.
screenshots: build
	screenshots/take

clean:
	$(SWIFT) package clean
	rm -rf dist $(MANUAL)

toolchain:
	@command -v $(SWIFT) >/dev/null || { \
	  echo "There is no Swift toolchain: install one from https://www.swift.org/install/linux and try again." >&2; exit 1; }

build-packages:
	@$(call install_missing,$(BUILD_PACKAGES))

dist-packages:
	@$(call install_missing,$(BUILD_PACKAGES) $(DIST_PACKAGES))

bench-packages:
	@$(call install_missing,$(BUILD_PACKAGES) $(BENCH_PACKAGES))

test-packages:
	@$(call install_missing,$(BUILD_PACKAGES) $(TEST_PACKAGES))
	@Tests/EndToEnd/fetch-soju .build/soju
	@Tests/ServerTests/fetch-promtool .build/promtool

# The end-to-end tests with one sanitizer. The programs under test write their reports to files, the tests to the screen.
define sanitized
@reports=$$(mktemp -d) && \
options="log_path=$$reports/report:halt_on_error=0:abort_on_error=0:detect_leaks=0" && \
$(SWIFT) build --build-tests --sanitize=$(1) --scratch-path .build/$(1) && \
ASAN_OPTIONS=$$options TSAN_OPTIONS="$$options:suppressions=$(CURDIR)/Tests/thread-sanitizer" \
$(SWIFT) test --skip-build --sanitize=$(1) --scratch-path .build/$(1) --no-parallel --filter EndToEnd $(2); status=$$?; \
for report in $$reports/*; do [ -e "$$report" ] && { cat "$$report"; status=1; }; done; \
rm -rf $$reports; [ $$status = 0 ] && echo "No report of the $(1) sanitizer."
endef

# Installs those of the packages that are not there; says what it needs where it cannot.
define install_missing
missing=; for package in $(1); do \
  dpkg-query -W -f '$${Status}' $$package 2>/dev/null | grep -q 'ok installed' || missing="$$missing $$package"; done; \
if [ -n "$$missing" ]; then \
  command -v apt-get >/dev/null || { echo "Please install:$$missing" >&2; exit 1; }; \
  sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
  echo "Installing$$missing"; \
  $$sudo apt-get update -qq && $$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null; \
fi
endef
