/// Which way a log is read.
package enum ScanDirection: Hashable, Sendable {
    /// From the oldest on.
    case forward
    /// From the newest back.
    case backward
}
