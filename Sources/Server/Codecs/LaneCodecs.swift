import Chat

/// The codecs of a server, each on a lane of its own. The other lanes come before these, and carry IRC.
struct LaneCodecs {
    let all: [any SessionCodec]
    private let firstLane: Int

    /// - Parameters:
    ///   - codecs: one for each of the last lanes.
    ///   - laneCount: the number of all lanes: more than there are codecs.
    init(_ codecs: [any SessionCodec], laneCount: Int) {
        precondition(codecs.count < laneCount, "a lane is left for IRC")
        all = codecs
        firstLane = laneCount - codecs.count
    }

    /// The codec of a session's lane; nil where the lane carries IRC.
    subscript(session: SessionID) -> (any SessionCodec)? {
        let index = Int(session.lane) - firstLane
        return all.indices.contains(index) ? all[index] : nil
    }
}
