// The part of SQLite that Swift cannot see: a variadic function. The library is linked, and its header owned, by GRDB's own module; two
// modules with one header would share out its declarations between them.
#ifndef GRILLO_CSQLITE_SHIM_H
#define GRILLO_CSQLITE_SHIM_H

struct sqlite3;
extern int sqlite3_db_config(struct sqlite3 *connection, int option, ...);

// Guards a connection against what a file may hold that came from elsewhere: no triggers, no views, no functions with side
// effects in its schema, no writing to the schema itself. 0 (SQLITE_OK) when all of it is done.
// <https://www.sqlite.org/security.html>
static inline int cs_guard(struct sqlite3 *connection) {
    // <https://www.sqlite.org/c3ref/c_dbconfig_defensive.html>: these numbers never change.
    enum { ENABLE_TRIGGER = 1003, DEFENSIVE = 1010, ENABLE_VIEW = 1015, TRUSTED_SCHEMA = 1017 };
    static const int settings[][2] = {{DEFENSIVE, 1}, {TRUSTED_SCHEMA, 0}, {ENABLE_TRIGGER, 0}, {ENABLE_VIEW, 0}};
    for (int i = 0; i < 4; i++) {
        int is_set;
        int result = sqlite3_db_config(connection, settings[i][0], settings[i][1], &is_set);
        if (result != 0) return result;
    }
    return 0;
}

#endif
