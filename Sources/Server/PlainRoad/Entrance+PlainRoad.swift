import Chat
import Transport

extension Entrance {
    /// By which rules people without an IRC client are received: on a lane of their own, so that what goes there is made plain.
    static func plainReception(_ rules: Rules, lane: Int, _ inbox: Inbox, _ doorkeeper: Doorkeeper) -> Reception {
        Reception(
            tag: "plain", lanes: lane..<lane + 1, proxies: rules.proxies,
            failed: { peer, _, _ in doorkeeper.left(peer) },
            makeHandler: { peer, _ in
                guard doorkeeper.mayWait(peer) else { return nil }
                return PlainReader(inbox: inbox, admission: rules.admission, doorkeeper: doorkeeper)
            })
    }
}

extension ServerConfiguration.Endpoint {
    /// Whether only this machine reaches it.
    var isLoopback: Bool { host == "localhost" || IPAddress(host)?.isLoopback == true }
}
