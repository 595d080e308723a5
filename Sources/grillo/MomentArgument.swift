import ArgumentParser
import Foundation
import Protocol

/// Moments as they are typed.
enum MomentArgument {
    /// Reads a day, which begins at midnight of UTC, a moment in UTC, or how long ago it was.
    static func moment(_ text: String) throws -> Timestamp {
        if let moment = Timestamp(iso8601: text) ?? Timestamp(iso8601: text + "T00:00:00Z") { return moment }
        if let span = TimeSpan(text) {
            return Timestamp(seconds: Int64(Date().timeIntervalSince1970)).advanced(bySeconds: -span.seconds)
        }
        throw ValidationError(
            "Say a day, such as 2026-11-30, a moment in UTC, such as 2026-11-30T18:00:00Z, or how long ago, such as 30d"
        )
    }
}
