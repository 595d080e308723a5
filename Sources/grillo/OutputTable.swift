import Foundation
import Server

/// Rows of words on standard output. People at a terminal see columns under a heading; a program that reads them gets tabs between the
/// words, and no heading.
enum OutputTable {
    /// - Parameter nothing: the words that people are told where there are no rows; a program is told nothing.
    static func show(_ heading: [String], _ rows: [[String]], nothing: String) {
        let isSeen = isatty(STDOUT_FILENO) == 1
        guard !rows.isEmpty || !isSeen else { return print(nothing) }
        for line in lines(heading, rows, isSeen: isSeen) { print(line) }
    }

    /// Rows without a heading, whose first word says what the others are.
    static func lines(of rows: [[String]]) -> [String] { lines(nil, rows, isSeen: isatty(STDOUT_FILENO) == 1) }

    static func lines(_ heading: [String]?, _ rows: [[String]], isSeen: Bool) -> [String] {
        let rows = rows.map { $0.map(LogText.line) }
        guard isSeen else { return rows.map { $0.joined(separator: "\t") } }
        let all = (heading.map { [$0] } ?? []) + rows
        let columns = 0..<(all.map(\.count).max() ?? 0)
        let widths = columns.map { column in all.map { $0.count > column ? $0[column].count : 0 }.max() ?? 0 }
        return all.map { row in
            let cells = zip(row, widths).map { word, width in
                word + String(repeating: " ", count: max(width - word.count, 0))
            }
            let line = cells.joined(separator: "  ")
            return String(line.reversed().drop { $0 == " " }.reversed())
        }
    }
}
