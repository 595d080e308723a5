import Transport

/// Makes connections over the network, on a thread of their own.
package struct DialingConnector: ServerConnector {
    private let lanes = LaneGroup(count: 1)
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
            on: lanes.lanes[0], to: loop, requestOwnerToken: requestOwnerToken, onEvent: onEvent, onBytes: onBytes)
    }
}
