import Foundation

/// The texts of `Tests/TUITests/torture.txt`, for all that has to stand what people write.
package enum TortureTexts {
    /// The lines of the file, with what `\u{H…}` and `\u{*N}` stand for; none where the file cannot be read.
    package static let all: [String] = {
        let file = Repository.root.appending(path: "Tests/TUITests/torture.txt")
        guard let text = try? Repository.text(of: file) else { return [] }
        return text.split(separator: "\n").filter { !$0.hasPrefix("# ") }.map(unescaped)
    }()

    private static func unescaped(_ line: Substring) -> String {
        var text = String.UnicodeScalarView()
        var rest = line.unicodeScalars
        while let scalar = rest.popFirst() {
            guard scalar == "\\", rest.starts(with: "u{".unicodeScalars) else {
                text.append(scalar)
                continue
            }
            rest.removeFirst(2)
            let digits = rest.prefix { $0 != "}" }
            rest.removeFirst(digits.count + 1)
            // `*` repeats the scalar before.
            if digits.first == "*", let last = text.last, let count = Int(String(digits.dropFirst())) {
                text.append(contentsOf: Array(repeating: last, count: count))
            } else if let value = UInt32(String(digits), radix: 16), let scalar = Unicode.Scalar(value) {
                text.append(scalar)
            }
        }
        return String(text)
    }
}
