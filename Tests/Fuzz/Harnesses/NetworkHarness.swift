import Chat
import Protocol

extension Harness {
    /// A server's rules with several people at once. Each line of the input is an act: its first byte says whose and of what kind, as
    /// ``SimulatedNetwork/act(_:)`` reads it.
    static let network = Harness(name: "network", longestInput: 4096) { (input) throws(BrokenRule) in
        let crowd = SimulatedNetwork()
        for line in input.split(separator: ASCII.lineFeed).prefix(200) {
            crowd.act(line)
            try crowd.checkInvariants()
        }
        crowd.finish()
        try crowd.checkInvariants()
    }
}
