// What Swift cannot see of ncurses: its macros and its variadic functions, as plain functions.
#ifndef GRILLO_CNCURSES_SHIM_H
#define GRILLO_CNCURSES_SHIM_H

#define NCURSES_WIDECHAR 1
#include <curses.h>

static inline WINDOW *cn_stdscr(void) { return stdscr; }
static inline int cn_lines(void) { return LINES; }
static inline int cn_columns(void) { return COLS; }

#endif
