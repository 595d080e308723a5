import ArgumentParser
import Foundation

/// Time zones as they are typed.
enum TimeZoneArgument {
    /// Reads a name of the system's list of time zones.
    static func zone(_ text: String) throws -> TimeZone {
        guard let zone = TimeZone(identifier: text) else {
            throw ValidationError("Say a name of the system's list of time zones, such as UTC or Europe/Rome")
        }
        return zone
    }
}
