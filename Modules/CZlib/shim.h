// The parts of zlib that Swift cannot see: its initialisers are macros.
#ifndef GRILLO_CZLIB_SHIM_H
#define GRILLO_CZLIB_SHIM_H

#include <zlib.h>

// For gzip's format: <https://www.zlib.net/manual.html#Advanced>.
static inline int cz_deflate_gzip(z_stream *stream, int level) {
    return deflateInit2(stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
}

static inline int cz_inflate_gzip(z_stream *stream) { return inflateInit2(stream, 15 + 16); }

#endif
