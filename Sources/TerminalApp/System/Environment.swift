import Glibc

/// The environment that the program was started in.
package enum Environment {
    /// Nil also where the variable is empty.
    package static subscript(name: String) -> String? {
        guard let value = getenv(name), value.pointee != 0 else { return nil }
        return String(cString: value)
    }
}
