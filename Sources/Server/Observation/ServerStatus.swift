/// The state of a server at one moment, which `grillo status --json` prints. Moments are seconds since 1970, durations are seconds, and sizes are
/// bytes. What is not known, or is not there, is left out of the JSON.
package struct ServerStatus: Codable, Hashable, Sendable {
    /// The version of the program that serves.
    package var version: String
    /// The id of its process.
    package var process: Int32
    /// The moment of all that is told here.
    package var time: Int64
    /// The moment at which the server started.
    package var since: Int64
    /// Nicks that are here: one may have several sessions, or, where it is always on, none.
    package var people: Int
    /// Connections that have registered.
    package var sessions: Int
    /// Connections that have not registered yet, without the one that asks.
    package var unregistered: Int
    package var rooms: Int
    /// Messages (PRIVMSG and NOTICE) that were said in a second: the mean of the last minute, or of all the time since the start where that is
    /// shorter.
    package var linesPerSecond: Double
    package var log: Log
    /// Nil where nothing has been stored since the start.
    package var fsync: Fsync?
    package var queues: Queues
    /// The number of times that somebody or something was refused or had to wait since the start, by rule; only rules that did that.
    package var refusals: [String: Int]
    package var certificate: Certificate
    /// The moment at which a backup was last made, by `grillo backup` or by the server itself; nil where none is known of.
    package var lastBackup: Int64?
    /// The backups that the server makes by itself; nil where it makes none.
    package var backup: Backup?
    /// The file system that the data folder lies on; nil where the system does not tell.
    package var disk: DiskSpace?
    /// Seconds for which the search index has been behind the history; 0 where it is not.
    package var indexLag: Double
    /// The reasons for which the server is not well; none where it is. ``diagnose()`` finds them.
    package var ill: [Illness] = []

    /// The log, which keeps the history, and its files.
    package struct Log: Codable, Hashable, Sendable {
        /// The files' size on the disk with the index for searching, but without the write-ahead log, which comes and goes; nil where the
        /// history is not kept in files, or where the disk has not told yet.
        package var bytes: Int64?
        /// The bytes that they grow in a day, by the last 24 hours or the time since the start; negative where they shrink, and nil in the
        /// first hour.
        package var bytesPerDay: Int64?
        /// True where the history's file is gone, or another one has its place: what is stored is gone with the server.
        package var isGone: Bool
        /// Entries that people were shown and that wait to be stored, because the log fails.
        package var waiting: Int
        /// Entries that people were shown and that were given up since the start, because the log did not take them.
        package var lost: Int
        /// The reason for which the log did not take what it was given last; nil where it did.
        package var failure: String?

        package init(bytes: Int64?, bytesPerDay: Int64?, isGone: Bool, waiting: Int, lost: Int, failure: String?) {
            self.bytes = bytes
            self.bytesPerDay = bytesPerDay
            self.isGone = isGone
            self.waiting = waiting
            self.lost = lost
            self.failure = failure
        }
    }

    /// The durations of storing messages, each until they were on the disk.
    package struct Fsync: Codable, Hashable, Sendable {
        /// The duration of the last one.
        package var last: Double
        /// The durations that half of them, and 99 of 100, did not exceed since the start, as near as the histogram of `/metrics` tells.
        package var p50: Double
        package var p99: Double

        package init(last: Double, p50: Double, p99: Double) {
            self.last = last
            self.p50 = p50
            self.p99 = p99
        }
    }

    /// The bytes, lines and answers that wait in the server.
    package struct Queues: Codable, Hashable, Sendable {
        /// Bytes that wait for people to read them.
        package var bytes: Int
        /// Connections that have such bytes.
        package var sessions: Int
        /// Lines of people that wait for the server.
        package var lines: Int
        /// Answers and messages that wait until the log has stored what they depend on.
        package var gate: Int
        /// Seconds that the oldest entry which the log was handed has waited for its answer; 0 where nothing waits.
        package var gateWait: Double

        package init(bytes: Int, sessions: Int, lines: Int, gate: Int, gateWait: Double) {
            self.bytes = bytes
            self.sessions = sessions
            self.lines = lines
            self.gate = gate
            self.gateWait = gateWait
        }
    }

    package struct Certificate: Codable, Hashable, Sendable {
        /// The moment up to which it holds.
        package var end: Int64
        /// True for one that the server made itself.
        package var isOwn: Bool

        package init(end: Int64, isOwn: Bool) {
            self.end = end
            self.isOwn = isOwn
        }
    }

    /// The backups that a server makes by itself.
    package struct Backup: Codable, Hashable, Sendable {
        /// The seconds from one to the next.
        package var every: Int64
        /// The moment of the newest in its folder; nil where there is none, or where nobody has looked yet.
        package var last: Int64?
        /// The moment at which the one that is being made was begun; nil where none is.
        package var running: Int64?
        /// The reason for which the last could not be made, with the remedy; nil where it was.
        package var failure: String?

        package init(every: Int64, last: Int64?, running: Int64? = nil, failure: String?) {
            self.every = every
            self.last = last
            self.running = running
            self.failure = failure
        }
    }

    /// One reason for which a server is not well.
    package struct Illness: Codable, Hashable, Sendable {
        package enum Part: String, Codable, CaseIterable, Sendable {
            case disk, certificate, log, index, queue, backup
        }

        package var part: Part
        /// The cause and then the remedy, in one line.
        package var words: String

        package init(_ part: Part, _ cause: String, remedy: String) {
            self.part = part
            words = "\(cause): \(remedy)"
        }
    }
}
