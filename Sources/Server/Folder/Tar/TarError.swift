import SystemBasics

/// Why a tar could not be written or read.
package enum TarError: Error, Hashable {
    /// The file or the stream failed.
    case system(SystemError)
    /// The bytes are no tar, be it compressed or not.
    case foreign
    /// It is one, and its bytes are not those that were written. The text says what is wrong, as the end of a sentence that begins with "it".
    case damaged(String)
    /// It holds something that is not read. The text says what, as the end of the same sentence.
    case unwanted(String)

    static let truncated = TarError.damaged("ends too early")

    /// What a call of the system throws, as one of these.
    static func wrapping<Value>(_ body: () throws(SystemError) -> Value) throws(TarError) -> Value {
        do {
            return try body()
        } catch {
            throw .system(error)
        }
    }

    /// In words, without the name of the file.
    var words: String {
        switch self {
        case .system(let error): "\(error)"
        case .foreign: "it is no tar"
        case .damaged(let what), .unwanted(let what): "it \(what)"
        }
    }
}
