import Dispatch

/// Looks at the data folder's use of the disk. A disk may hang: then one look waits for it, on a queue of its own, and nothing else does.
typealias FolderProbe = Probe<FolderUsage>

extension FolderProbe {
    /// - Parameters:
    ///   - look: takes as long as the disk takes.
    ///   - note: is told of each look before those who wait for it, also where nobody does any more.
    convenience init(
        looking look: @escaping @Sendable () -> FolderUsage, noting note: @escaping @Sendable (FolderUsage) -> Void
    ) {
        let queue = DispatchQueue(label: "grillo.folder", qos: .utility)
        self.init { answer in
            queue.async {
                let usage = look()
                note(usage)
                answer(usage)
            }
        }
    }
}
