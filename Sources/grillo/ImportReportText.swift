import Chat
import Exchange
import Protocol
import Server

/// The report of an import, for people.
enum ImportReportText {
    static func lines(of report: ImportReport) -> [String] {
        let all = report.files.flatMap(lines)
        return (report.files.count > 1 ? all + ["In all: \(count(report.taken, "event")) to take."] : all)
            .map(LogText.line)
    }

    private static func lines(of file: ImportReport.File) -> [String] {
        var words = "\(file.path) (\(file.format.rawValue)): \(count(file.taken, "event")) to take"
        if let first = file.first, let last = file.last {
            words += ", \(first.iso8601) to \(last.iso8601), \(conversations(of: file))"
        }
        var lines = [words + "."]
        if file.doubles > 0 { lines.append("  \(count(file.doubles, "event")) told elsewhere, too.") }
        guard file.lossCount > 0 else { return lines }
        lines.append("  \(count(file.lossCount, "line")) not taken, or not as it was:")
        lines += file.losses.map { "    line \($0.line): \($0.reason)" }
        let rest = file.lossCount - file.losses.count
        return rest > 0 ? lines + ["    and \(rest) more; --losses FILE tells all"] : lines
    }

    private static func conversations(of file: ImportReport.File) -> String {
        let names = file.conversations.map { conversation in
            switch conversation {
            case .channel(let name): name.description
            case .direct(let one, let other): "\(one) with \(other)"
            }
        }
        let rest = file.conversationCount - names.count
        let isAll = file.conversationCount < ImportReport.File.mostCounted
        return names.joined(separator: ", ") + (rest > 0 ? " and \(isAll ? "" : "at least ")\(rest) more" : "")
    }

    private static func count(_ number: Int, _ what: String) -> String { "\(number) \(what)\(number == 1 ? "" : "s")" }
}
