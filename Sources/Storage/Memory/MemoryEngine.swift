/// The engine whose log is gone with the process.
package struct MemoryEngine: StorageEngine {
    private let capacity: Int?

    /// - Parameter capacity: how many events are kept at most; nil for all.
    package init(capacity: Int? = nil) { self.capacity = capacity }

    package var hasLog: Bool { false }

    package var files: [String] { [] }

    package func openLog() throws(LogError) -> sending any EventLog { MemoryEventLog(capacity: capacity) }
}
