import Chat
import Transport

/// A wire format beside IRC that is listened for.
struct FormatListener: Sendable {
    let format: WireFormat
    let listener: Listener
    /// The first of the addresses that it listens on, with the port that it got.
    let endpoint: ServerConfiguration.Endpoint
    /// The lane that its connections live on, and no others.
    private let lane: Int

    /// Listens; nobody is accepted before the listener is resumed.
    init(
        _ format: WireFormat, at place: ListeningPlace, lane: Int, of lanes: LaneGroup, rules: ListenerSet.Rules,
        intake: ConnectionIntake
    ) throws(StartError) {
        let configuration = Self.configuration(format, lane: lane, rules: rules, intake: intake)
        do {
            let endpoints: [ServerConfiguration.Endpoint]
            (listener, endpoints) = try place.listen(configuration, lanes: lanes)
            endpoint = endpoints.first ?? .init(host: "", port: 0)
        } catch {
            throw StartError(error, option: format.option)
        }
        self.format = format
        self.lane = lane
    }

    /// Receives those who connect from now on by other rules.
    func follow(_ rules: ListenerSet.Rules, intake: ConnectionIntake) {
        listener.replace(Self.configuration(format, lane: lane, rules: rules, intake: intake))
    }

    private static func configuration(
        _ format: WireFormat, lane: Int, rules: ListenerSet.Rules, intake: ConnectionIntake
    ) -> ConnectionConfiguration {
        intake.configuration(tag: format.name, lanes: lane..<lane + 1, rules: rules) {
            WireLineReader(
                format: format, inbox: intake.inbox, admissionPolicy: rules.admissionPolicy,
                unregisteredLimiter: intake.unregisteredLimiter, metrics: intake.metrics)
        }
    }
}
