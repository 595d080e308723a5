import Protocol

/// The status of a server in words for people.
package enum StatusText {
    /// Rows of two words: what is told of, and what is told. There is a row for each part, and one for each illness.
    package static func rows(_ status: ServerStatus) -> [[String]] {
        let up = duration(Double(max(status.time &- status.since, 0)))
        let ill = status.ill.map { ["ill", $0.words] }
        return [
            ["server", "\(status.version), process \(status.process), since \(moment(status.since)) (\(up))"],
            ["people", people(status)], ["rooms", "\(status.rooms)"],
            ["lines", "\(decimal(status.linesPerSecond)) a second"], ["log", log(status)],
            ["fsync", fsync(status.fsync)], ["queues", queues(status.queues)], ["refusals", refusals(status.refusals)],
            ["certificate", "until \(moment(status.certificate.end))"],
            ["backup", backup(status)],
            ["disk", status.disk.map { "\(size($0.free)) left of \(size($0.size))" } ?? "unknown"],
            // Any index is a moment behind what is being said.
            ["index", status.indexLag >= 1 ? "\(duration(status.indexLag)) behind" : "up to date"],
        ] + (ill.isEmpty ? [["health", "well"]] : ill)
    }

    private static func people(_ status: ServerStatus) -> String {
        let waiting = count(status.unregistered, "connection")
        let rest = status.unregistered > 0 ? ", and \(waiting) not registered yet" : ""
        return "\(status.people), in \(count(status.sessions, "session"))\(rest)"
    }

    private static func log(_ status: ServerStatus) -> String {
        let log = status.log
        let growth =
            log.bytesPerDay.map { ", \($0 < 0 ? "shrinks" : "grows") by \(size(Int64(clamping: $0.magnitude))) a day" }
        let waiting = log.waiting > 0 ? ", waiting to be stored: \(log.waiting)" : ""
        let lost = log.lost > 0 ? ", lost: \(log.lost)" : ""
        // A look that was finished tells the disk, too.
        let unknown = status.disk == nil ? "size unknown" : "not kept in files"
        let files = log.isGone ? "its file is gone" : (log.bytes.map(size) ?? unknown) + (growth ?? "")
        return files + waiting + lost
    }

    private static func fsync(_ fsync: ServerStatus.Fsync?) -> String {
        guard let fsync else { return "nothing stored yet" }
        let (last, half, most) = (milliseconds(fsync.last), milliseconds(fsync.p50), milliseconds(fsync.p99))
        return "last \(last), half within \(half), 99 % within \(most)"
    }

    private static func queues(_ queues: ServerStatus.Queues) -> String {
        let sessions = queues.bytes > 0 ? " in \(count(queues.sessions, "session"))" : ""
        let (bytes, lines) = (size(Int64(clamping: queues.bytes)), count(queues.lines, "line"))
        return "\(bytes)\(sessions), \(lines) to be read, \(queues.gate) to be let out"
    }

    private static func refusals(_ refusals: [String: Int]) -> String {
        let rules = refusals.filter { $0.value > 0 }.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        return rules.isEmpty ? "none" : rules.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    }

    private static func backup(_ status: ServerStatus) -> String {
        func age(of moment: Int64?) -> String? { moment.map { "\(duration(Double(max(status.time &- $0, 0)))) ago" } }
        guard let backup = status.backup else { return age(of: status.lastBackup) ?? "none known" }
        // The note in the data folder tells of whichever was made last, also of one that nobody has any more.
        return (age(of: backup.last) ?? "none made yet") + ", one every \(duration(Double(backup.every)))"
    }

    // MARK: Numbers

    static func count(_ number: Int, _ thing: String) -> String {
        "\(number) \(thing)\(number == 1 ? "" : "s")"
    }

    /// A date and the time of day, where the reader is.
    static func moment(_ seconds: Int64) -> String {
        let time = LocalTime(Timestamp(seconds: seconds))
        return "\(time.date) \(time.clock)"
    }

    /// The two largest units of it: `3d4h`, `59s`; `0s` for less than a second, and for what is no duration.
    static func duration(_ seconds: Double) -> String {
        let whole = seconds.isFinite ? Int64(min(max(seconds, 0), Double(TimeSpan.longest))) : 0
        let unit: Int64 = whole >= 604_800 ? 86_400 : whole >= 86_400 ? 3600 : whole >= 3600 ? 60 : 1
        return TimeSpan(seconds: whole - whole % unit).description
    }

    /// `0.42 ms`, with three digits at least.
    static func milliseconds(_ seconds: Double) -> String { "\(decimal(seconds * 1000)) ms" }

    /// Bytes in the unit, each 1,024 of the one before, that leaves a number below 1,024.
    static func size(_ bytes: Int64) -> String {
        let units = ["bytes", "KB", "MB", "GB", "TB", "PB", "EB"]
        let bytes = max(bytes, 0)
        var (amount, unit) = (Double(bytes), 0)
        while amount >= 1023.5, unit + 1 < units.count { (amount, unit) = (amount / 1024, unit + 1) }
        return "\(unit == 0 ? "\(bytes)" : decimal(amount)) \(units[unit])"
    }

    /// A number with two decimals below 10, one below 100, and none above.
    static func decimal(_ number: Double) -> String {
        guard number.isFinite, number.magnitude < 1e15 else { return "?" }
        let places = number.magnitude < 9.995 ? 2 : number.magnitude < 99.95 ? 1 : 0
        let scale = places == 2 ? 100 : places == 1 ? 10 : 1
        let scaled = Int64((number.magnitude * Double(scale)).rounded())
        let (whole, rest) = scaled.quotientAndRemainder(dividingBy: Int64(scale))
        let digits = String(rest)
        let fraction = places == 0 ? "" : "." + String(repeating: "0", count: places - digits.count) + digits
        return (number < 0 && scaled > 0 ? "-" : "") + "\(whole)\(fraction)"
    }
}
