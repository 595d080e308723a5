// The parts of ncurses that Swift cannot see: its macros and its variadic functions, as plain functions.
//
// Below them: giving the terminal back when the program crashes. That part may only do what is safe in a signal handler,
// so it is written here, in C, and touches nothing but bytes prepared beforehand.
#ifndef GRILLO_CNCURSES_SHIM_H
#define GRILLO_CNCURSES_SHIM_H

#define NCURSES_WIDECHAR 1
#include <curses.h>
#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

static inline WINDOW *cn_stdscr(void) { return stdscr; }
static inline int cn_columns(void) { return COLS; }
static inline int cn_lines(void) { return LINES; }
static inline int cn_colors(void) { return COLORS; }

// Text is UTF-8 whatever the environment says: the terminals of today speak nothing else.
static inline void cn_set_locale(void) {
    setlocale(LC_ALL, "");
    if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0) setlocale(LC_CTYPE, "C.UTF-8");
}

// Takes over the terminal on stdin and stdout, not yet cleared; 0 where $TERM names none that can be drawn on.
static inline int cn_start(void) {
    use_extended_names(TRUE);
    SCREEN *screen = newterm(NULL, stdout, stdin);
    if (screen == NULL) return 0;
    set_term(screen);
    raw();
    noecho();
    nonl();
    typeahead(-1);
    return 1;
}

enum { CN_BOLD = 1, CN_DIM = 2, CN_ITALIC = 4, CN_UNDERLINE = 8, CN_REVERSE = 16 };

static inline attr_t cn_attributes(int flags) {
    attr_t attributes = WA_NORMAL;
    if (flags & CN_BOLD) attributes |= WA_BOLD;
    if (flags & CN_DIM) attributes |= WA_DIM;
    if (flags & CN_ITALIC) attributes |= WA_ITALIC;
    if (flags & CN_UNDERLINE) attributes |= WA_UNDERLINE;
    if (flags & CN_REVERSE) attributes |= WA_REVERSE;
    return attributes;
}

// The content of one place: a scalar and the marks on it, zeros behind the last; `pair` may be an extended one.
static inline cchar_t cn_cell(
    wchar_t base, wchar_t mark1, wchar_t mark2, wchar_t mark3, wchar_t mark4, int flags, int pair
) {
    const wchar_t text[] = {base, mark1, mark2, mark3, mark4, 0};
    cchar_t cell = {0};
    setcchar(&cell, text, cn_attributes(flags), (short)(pair > 32767 ? 32767 : pair), &pair);
    return cell;
}

// Puts cells side by side, from a place on. A wide one is given once, and takes two columns.
static inline void cn_put(int y, int x, const cchar_t *cells, int count) { mvadd_wchnstr(y, x, cells, count); }

// As libc has it, and so ncurses: 0, 1, 2, or -1 where it knows none.
extern int wcwidth(wchar_t scalar);

// From <term.h>, which cannot be included: it makes `columns` and `lines` macros.
extern char *tigetstr(const char *capability);
extern int tigetflag(const char *capability);

static inline int cn_has_flag(const char *capability) { return tigetflag(capability) == 1; }

// The sequence that the terminal's description has under a name; NULL for nothing.
static inline const char *cn_capability(const char *name) {
    const char *sequence = tigetstr(name);
    return sequence == (const char *)-1 ? NULL : sequence;
}

static inline int cn_window_size(int descriptor, int *columns, int *rows) {
    struct winsize size;
    if (ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) return 0;
    *columns = size.ws_col;
    *rows = size.ws_row;
    return 1;
}

// State is weak, and initialised: Swift copies what it inlines from here into several object files, and a static variable
// would then be several; a tentative definition would be none.
#define CN_STATE __attribute__((weak))

// MARK: Signals, as bytes in a pipe

CN_STATE int cn_signal_pipe[2] = {-1, -1};

static void cn_signal_arrived(int number) {
    int saved = errno;
    unsigned char byte = (unsigned char)number;
    ssize_t written = write(cn_signal_pipe[1], &byte, 1);
    (void)written;
    errno = saved;
}

// Makes the pipe; its reading end is the result, or -1.
static inline int cn_open_signal_pipe(void) {
    if (pipe2(cn_signal_pipe, 02000000 | 04000) != 0) return -1;  // O_CLOEXEC | O_NONBLOCK
    return cn_signal_pipe[0];
}

// From now on the signal arrives as a byte in the pipe.
static inline void cn_watch_signal(int number) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = cn_signal_arrived;
    action.sa_flags = SA_RESTART;
    sigfillset(&action.sa_mask);
    sigaction(number, &action, NULL);
}

// Stops the job as the terminal's own Ctrl-Z would; returns when it goes on.
static inline void cn_stop_job(void) {
    struct sigaction standard, before;
    memset(&standard, 0, sizeof standard);
    standard.sa_handler = SIG_DFL;
    sigaction(SIGTSTP, &standard, &before);
    kill(0, SIGTSTP);
    sigaction(SIGTSTP, &before, NULL);
}

// MARK: Crashes

CN_STATE struct termios cn_saved_termios = {0};
CN_STATE int cn_terminal = -1;
CN_STATE char cn_farewell[256] = {0};
CN_STATE size_t cn_farewell_count = 0;
CN_STATE volatile sig_atomic_t cn_is_on_screen = 0;

static void cn_crashed(int number) {
    if (cn_is_on_screen) {
        cn_is_on_screen = 0;
        ssize_t written = write(cn_terminal, cn_farewell, cn_farewell_count);
        (void)written;
        tcsetattr(cn_terminal, TCSANOW, &cn_saved_termios);
    }
    // The handler was reset when it was entered: this ends the program, with a core where those are kept.
    raise(number);
}

// Keeps the state of the terminal as it is now, and gives it back should the program crash.
static inline void cn_guard_against_crashes(int descriptor) {
    static const int signals[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGABRT, SIGSYS};
    static char stack[65536];
    cn_terminal = descriptor;
    tcgetattr(descriptor, &cn_saved_termios);
    stack_t alternate = {.ss_sp = stack, .ss_flags = 0, .ss_size = sizeof stack};
    sigaltstack(&alternate, NULL);
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = cn_crashed;
    action.sa_flags = (int)(SA_RESETHAND | SA_NODEFER | SA_ONSTACK);
    sigfillset(&action.sa_mask);
    for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++) sigaction(signals[i], &action, NULL);
}

// Adds a capability to a text of `size` bytes, without the pauses (`$<2>`) that it may have; nothing where it does not fit.
static inline void cn_add_capability(char *text, size_t size, const char *name) {
    const char *sequence = cn_capability(name);
    if (sequence == NULL || strlen(text) + strlen(sequence) >= size) return;
    char *end = text + strlen(text);
    while (*sequence != 0) {
        const char *pause_end = strncmp(sequence, "$<", 2) == 0 ? strchr(sequence, '>') : NULL;
        if (pause_end != NULL) sequence = pause_end + 1;
        else *end++ = *sequence++;
    }
    *end = 0;
}

// Prepares the sequences that the terminal is told when the program crashes.
static inline void cn_prepare_farewell(void) {
    static const char *const capabilities[] = {"sgr0", "rmkx", "cnorm", "rmcup"};
    strcpy(cn_farewell, "\033[?2004l\033[?1004l\033[?1007l\033[?1006l\033[?1002l\033[?1000l");
    for (size_t i = 0; i < sizeof capabilities / sizeof capabilities[0]; i++) {
        cn_add_capability(cn_farewell, sizeof cn_farewell, capabilities[i]);
    }
    cn_farewell_count = strlen(cn_farewell);
}

static inline void cn_set_on_screen(int is_on_screen) { cn_is_on_screen = is_on_screen; }

// Writes past ncurses, for what it has no word for.
static inline void cn_write(const char *text) {
    size_t count = strlen(text), done = 0;
    while (done < count) {
        ssize_t written = write(cn_terminal, text + done, count - done);
        if (written <= 0) return;
        done += (size_t)written;
    }
}

static inline void cn_write_capability(const char *name) {
    char text[64] = {0};
    cn_add_capability(text, sizeof text, name);
    cn_write(text);
}

#endif
