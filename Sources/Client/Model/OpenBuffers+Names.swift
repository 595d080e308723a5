import Protocol

/// The names of buffers as people are told them.
extension OpenBuffers {
    /// The name of a buffer, with that of its network before it (`network/#room`) while a buffer of another network has the same.
    ///
    /// As it came: it is not safe to be drawn before ``DrawableText`` has had it.
    package func name(of buffer: Buffer) -> String {
        guard buffer.kind != .server, networkCount > 1 else { return buffer.name }
        let network = buffer.address.network
        var networkName: String?
        var isAmbiguous = false
        // Most networks compare names alike: it is folded once for all of them.
        var folded: (name: FoldedName, casemapping: Casemapping)?
        forEachNetwork { list in
            if list[0].address.network == network {
                networkName = list[0].name
            } else if !isAmbiguous {
                let known = folded.flatMap { $0.casemapping == list.casemapping ? $0.name : nil }
                let name = known ?? list.casemapping.fold(buffer.name)
                folded = (name, list.casemapping)
                isAmbiguous = list.id(named: name) != nil
            }
        }
        guard isAmbiguous, let networkName else { return buffer.name }
        return networkName + "/" + buffer.name
    }
}

extension ChatModel {
    /// The name of a buffer as people are told it: see ``OpenBuffers/name(of:)``.
    package func name(of buffer: Buffer) -> String {
        networks.count > 1 ? buffers.name(of: buffer) : buffer.name
    }

    /// The name of a network: that of its server's own buffer.
    package func name(of network: NetworkID) -> String { self[network].buffers[0].name }
}
