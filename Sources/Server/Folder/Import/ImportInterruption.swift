import Synchronization

/// Ends an import from another thread, as a signal asks for it.
package final class ImportInterruption: Sendable {
    private let folder = Mutex<ImportFolder?>(nil)

    package init() {}

    /// Notes the folder that is made.
    func note(_ making: ImportFolder) { folder.withLock { $0 = making } }

    /// Removes all that was made so far. The process is to end then, for the import goes on and finds nothing.
    ///
    /// - Returns: false, and nothing is removed, if the import is whole: it ends by itself in a moment.
    package func removeAll() -> Bool { folder.withLock { $0 }?.remove() ?? true }
}
