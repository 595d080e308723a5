import Transport

/// Makes connections over the network, on threads of their own.
package struct DialingConnector: ServerConnector {
    /// A lane for the servers elsewhere, and one for those on this machine: asking such a one for its owner's word may hold its lane up for a
    /// second or two, and the others go on.
    private let lanes = LaneGroup(count: 2)
    private let loop: any EventLoop
    private let requestOwnerToken: OwnerTokenRequest

    package init(to loop: any EventLoop, requestOwnerToken: @escaping OwnerTokenRequest) {
        self.loop = loop
        self.requestOwnerToken = requestOwnerToken
    }

    package func makeConnection(onEvent: @escaping EventHandler, onBytes: @escaping BytesHandler)
        -> any ServerConnection
    {
        DialedConnection(
            on: lanes, to: loop, requestOwnerToken: requestOwnerToken, onEvent: onEvent, onBytes: onBytes)
    }
}
