/// Why a context could not be made.
package struct TLSContextError: Error, CustomStringConvertible {
    package let cause: String
    package var description: String { "TLS cannot be set up: \(cause)" }
}
