/// When an append counts as done.
package enum Durability: String, Hashable, Sendable, CaseIterable {
    /// When it is on the disk: it outlives a power cut.
    case full
    /// When the operating system has it: it outlives the server, not the machine.
    case os
}
