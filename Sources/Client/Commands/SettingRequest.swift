/// A question about the settings of the person, or a change of one. A setting is a key of their file of preferences, named as there; the
/// session itself knows no key.
package enum SettingRequest: Hashable, Sendable {
    /// One setting, or those whose names contain the text; nil for all.
    case tell(String?)
    /// The value as it was typed. It may hold a password.
    case set(String, to: String)
    /// Gives a setting the value that holds without it.
    case unset(String)
    /// The people who come and go that a room shows from now on.
    case setEvents(EventDisplay, room: String)
}

/// A setting that a person can name.
package struct KnownSetting: Hashable, Sendable {
    package let name: String
    /// The values that are offered behind the name: all there are, or the one that it has.
    package let values: [String]
    /// The meaning, as the help shows it; empty for one that it does not show.
    package let summary: String

    package init(name: String, values: [String], summary: String = "") {
        self.name = name
        self.values = values
        self.summary = summary
    }
}
