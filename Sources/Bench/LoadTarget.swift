import Transport

/// The server that a load is run against: its address, with TLS or without, and its process, if that is to be looked at.
package struct LoadTarget: Sendable {
    package let target: TargetAddress
    package let isTLS: Bool
    package let process: ServerProcess?
    /// Seconds without a step forward after which the server has stalled.
    var stallTimeout = 15.0

    package init(target: TargetAddress, isTLS: Bool = false, processID: Int? = nil) throws(BenchError) {
        self.target = target
        self.isTLS = isTLS
        process = if let processID { try ServerProcess(processID) } else { nil }
    }

    /// Trusts every server: the load stays on this machine and says nothing of worth.
    func makeSecurity() throws(BenchError) -> TLSContext? {
        guard isTLS else { return nil }
        do throws(TLSContextError) { return try .client() } catch { throw .tlsFailed(target, error.cause) }
    }
}
