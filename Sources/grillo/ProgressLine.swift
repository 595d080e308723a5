import Foundation

/// How far something long is, on a terminal only.
final class ProgressLine: Sendable {
    private let what: String
    private let isShown = isatty(2) == 1

    init(_ what: String) { self.what = what }

    func show(_ part: Double) { show("\(Int(min(max(part, 0), 1) * 100)) %") }

    /// - Parameter part: in words, without a line's end.
    func show(_ part: String) {
        if isShown { FileHandle.standardError.write(Data("\r\u{1B}[K\(what): \(part)".utf8)) }
    }

    func end() {
        if isShown { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
    }
}
