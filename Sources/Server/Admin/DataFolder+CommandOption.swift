import Glibc

extension DataFolder {
    /// The option that makes a command of `grillo` or `grillo-tui` be about a folder, with a space before it; empty for the standard
    /// folder.
    package static func option(for folder: String) -> String {
        guard folder != standard({ name in getenv(name).map { String(cString: $0) } }) else { return "" }
        let isPlain = folder.utf8.allSatisfy { byte in
            UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
                || "/._-".utf8.contains(byte)
        }
        return " --data " + (isPlain ? folder : "'" + folder.replacing("'", with: #"'\''"#) + "'")
    }
}
