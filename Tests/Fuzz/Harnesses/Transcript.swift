import Protocol
import TUI

/// What was told in one conversation, in its order: the bytes that went out, or the frames that were drawn.
///
/// It holds nothing that bears the name of a type or a property: those may change, and what is told may not.
package struct Transcript: Sendable {
    package private(set) var bytes: [UInt8] = []

    /// A line of its own.
    mutating func add(_ line: String) {
        bytes += line.utf8
        bytes.append(ASCII.lineFeed)
    }

    mutating func add(_ lines: some Sequence<UInt8>) { bytes += lines }

    /// A frame, row by row: each run of equal cells with its colours and attributes; then the cursor, and what leads elsewhere.
    mutating func add(_ frame: Surface) {
        for y in 0..<frame.height {
            add(
                frame.runs(row: y, in: 0..<frame.width).map { run in
                    let style = run.cell.style
                    let colours = [style.foreground, style.background].map { "\($0.number(in: .direct))" }
                    return
                        "\(run.count)×\(run.cell.glyph.text)/\(colours.joined(separator: "/"))/\(style.attributes.rawValue)"
                }.joined(separator: " "))
        }
        add(frame.cursor.map { "cursor \($0.x) \($0.y)" } ?? "no cursor")
    }

    /// FNV-1a of 64 bits, as 16 digits.
    package var digest: String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes {
            hash ^= UInt64(byte)
            hash &*= 0x0000_0100_0000_01B3
        }
        let text = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - text.count) + text
    }
}
