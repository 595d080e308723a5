import Foundation

/// How far something long is, on a terminal only.
final class ProgressLine: Sendable {
    private let what: String
    private let isShown = isatty(2) == 1

    init(_ what: String) { self.what = what }

    func show(_ part: Double) {
        guard isShown else { return }
        FileHandle.standardError.write(Data("\r\(what): \(Int(min(max(part, 0), 1) * 100)) %".utf8))
    }

    func end() {
        if isShown { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
    }
}
