import CLinux
import Glibc

/// Makes a write to a closed socket an error instead of the end of the process. Call once, early in `main`.
package func ignoreSIGPIPE() {
    cl_ignore_sigpipe()
}

/// Makes a write beyond the size that files may have (`ulimit -f`) an error instead of the end of the process. Call once, early in `main`.
package func ignoreSIGXFSZ() {
    signal(SIGXFSZ, SIG_IGN)
}

/// Gives the process the name by which others find it, such as ``OwningProcess``: one that began anew would have that of the link by which it
/// found itself, `exe`. Call once, early in `main`.
///
/// - Parameter name: of 15 bytes at most.
package func nameProcess(_ name: String) { cl_name_thread(name) }

/// True where nothing happens when a signal comes, as whoever started the process had it, or the process itself.
package func isIgnored(_ signal: Int32) -> Bool { cl_is_ignored(signal) }

/// Raises the number of descriptors the process may have open to the most it is allowed, and tells both bounds.
@discardableResult
package func raiseDescriptorLimit() -> (soft: UInt, hard: UInt) {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return (0, 0) }
    var raised = rlimit(rlim_cur: limit.rlim_max, rlim_max: limit.rlim_max)
    if limit.rlim_cur < limit.rlim_max, setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &raised) == 0 {
        limit = raised
    }
    return (UInt(limit.rlim_cur), UInt(limit.rlim_max))
}

/// Lets the signals through that whoever started the process had blocked. A worker thread of Dispatch blocks nearly all, and
/// hands that on to what it starts. Call once, early in `main`.
package func unblockSignals() {
    var none = sigset_t()
    sigemptyset(&none)
    sigprocmask(SIG_SETMASK, &none, nil)
}
