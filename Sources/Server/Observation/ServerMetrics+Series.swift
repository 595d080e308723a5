import Transport

extension ServerMetrics {
    /// Everything that is measured, by its name, in the order in which it is shown. No label ever has the name of a person, a room or an
    /// address for a value: each has a few words of this program's own.
    package enum Series: String, CaseIterable, Sendable {
        case startTime = "grillo_start_time_seconds"
        case connectionsAccepted = "grillo_connections_accepted_total"
        case connectionsOpen = "grillo_connections_open"
        case connectionsFailed = "grillo_connections_failed_total"
        case sessions = "grillo_sessions"
        case people = "grillo_people"
        case rooms = "grillo_rooms"
        case messages = "grillo_messages_total"
        case deliveries = "grillo_deliveries_total"
        case refusals = "grillo_refusals_total"
        case logins = "grillo_logins_total"
        case appends = "grillo_appends_total"
        case appendGroup = "grillo_append_group_entries"
        case fsync = "grillo_fsync_seconds"
        case gateWait = "grillo_gate_wait_seconds"
        case gateWaiting = "grillo_gate_waiting_outputs"
        case gateOldest = "grillo_gate_oldest_seconds"
        case logBacklog = "grillo_log_backlog_entries"
        case logLost = "grillo_log_lost_entries_total"
        case inbox = "grillo_inbox_lines"
        case queueBytes = "grillo_queue_bytes"
        case indexLag = "grillo_index_lag_seconds"

        package var family: MetricFamily { MetricFamily(name: rawValue, help: help, kind: kind) }

        private var kind: MetricFamily.Kind {
            switch self {
            case .connectionsAccepted, .connectionsFailed, .messages, .deliveries, .refusals, .logins, .appends,
                .logLost:
                .counter
            case .startTime, .connectionsOpen, .sessions, .people, .rooms, .gateWaiting, .gateOldest, .logBacklog,
                .inbox, .queueBytes, .indexLag:
                .gauge
            case .appendGroup: .histogram(bounds: ServerMetrics.groupBounds)
            case .fsync, .gateWait: .histogram(bounds: ServerMetrics.timeBounds)
            }
        }

        private var help: String {
            switch self {
            case .startTime: "When the server started, in seconds since 1970."
            case .connectionsAccepted: "Connections accepted, by kind."
            case .connectionsOpen: "Open connections, by kind."
            case .connectionsFailed: "Connections that ended before they were open, such as in the TLS handshake."
            case .sessions: "Sessions, by whether they have registered."
            case .people: "People who are connected: each nick is one."
            case .rooms: "Rooms that exist."
            case .messages: "Messages sent, by command."
            case .deliveries: "Sessions that messages were for, counted once for each message."
            case .refusals: "Times that somebody was refused or had to wait, or something was refused, by rule."
            case .logins: "Attempts to log in to an account or to become an operator, by result."
            case .appends: "Entries that the log has stored."
            case .appendGroup: "Entries that were stored with one fsync."
            case .fsync: "Time that storing a group took, with its fsync."
            case .gateWait: "Time from when something was handed to the log until it was let out."
            case .gateWaiting: "Outputs and questions that wait for the log."
            case .gateOldest: "How long the oldest of what the log was handed has waited for its answer."
            case .logBacklog: "Entries that people were shown and that wait to be stored because the log fails."
            case .logLost: "Entries that people were shown and that were given up because the log did not take them."
            case .inbox: "Lines that wait for the server."
            case .queueBytes: "Bytes that wait for clients to read them."
            case .indexLag: "How long the search index has been behind the history."
            }
        }
    }

    /// From 50 µs to 5 s.
    static let timeBounds = [
        0.000_05, 0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5,
    ]
    /// From one entry to as many as a group has at most.
    static let groupBounds: [Double] = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096]

    /// The ways in.
    package enum ConnectionKind: String, CaseIterable, Sendable {
        case tls
        case plain
        /// The host's own door, grillo.sock.
        case host
        /// A wire format beside IRC.
        case other
    }

    /// The commands that say something.
    package enum SpokenCommand: String, CaseIterable, Sendable {
        case message = "PRIVMSG"
        case notice = "NOTICE"
        case tagMessage = "TAGMSG"
    }

    package enum LoginResult: String, CaseIterable, Sendable { case ok, failed }

    /// The rules beside Chat's own by which somebody is kept out, or something not taken.
    package enum HostRefusalRule: String, CaseIterable, Sendable {
        /// Too many connections of one address that have said nothing.
        case silentConnections = "silent_connections"
        /// The process may open no more files.
        case descriptors
        /// Too many passwords of one address wait to be checked.
        case passwordQueue = "password_queue"
        /// The log did not take what was said.
        case storage
    }

    package enum SessionState: String, CaseIterable, Sendable { case registered, unregistered }
}

extension ServerMetrics.ConnectionKind {
    /// The way in of a connection that speaks IRC, once it is open.
    init(ofIRC peer: Peer) {
        self = peer.tag == AdmissionPolicy.hostTag ? .host : peer.tls == nil ? .plain : .tls
    }
}
