import COpenSSL

/// OpenSSL's queue of errors: per thread, so emptied before an operation and read right after it, in one turn.
enum OpenSSLErrors {
    static func clear() {
        ERR_clear_error()
    }

    /// The first error's words, or `fallback` when there is none. Empties the queue.
    static func take(or fallback: String) -> String {
        defer { ERR_clear_error() }
        let code = ERR_get_error()
        guard code != 0, let reason = ERR_reason_error_string(code) else { return fallback }
        return String(cString: reason)
    }
}
