import Glibc

/// The system's reason for a call that failed: an `errno`. Its description is the C library's words for it.
package struct SystemError: Error, Hashable, CustomStringConvertible {
    package let code: Int32

    package init(_ code: Int32) { self.code = code }

    package var description: String { String(cString: strerror(code)) }
}
