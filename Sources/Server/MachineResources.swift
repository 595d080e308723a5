import Transport

/// The machine's share in a server: found out, and nothing that its host configures.
package struct MachineResources: Hashable, Sendable {
    /// The count of serial queues that the connections are shared out among: 1 to 255. Each wire format beside IRC has one
    /// more.
    package let laneCount: Int

    /// - Parameter laneCount: the nearest that there can be is taken.
    package init(laneCount: Int) { self.laneCount = min(max(laneCount, 1), ConnectionID.lanes - 1) }
}
