/// The reason for which a value of a configuration file is not taken.
package struct ValueProblem: Error, Hashable, Sendable {
    /// The programs put these into words of their own.
    package enum Reason: Hashable, Sendable {
        /// It must be a text, and not an empty one.
        case notText
        /// It must be the name of a file.
        case notFileName
        /// It must be true or false.
        case notFlag
        /// It must be a whole number within the bounds.
        case notInteger(ClosedRange<Int>)
        /// It must be one of the words.
        case notOne(of: [String])
        /// It must be a list.
        case notList
        /// It must be a list of nothing but texts.
        case notTexts
        /// It must be a table: `[key]`.
        case notTable
        /// It must be a table that may stand several times: `[[key]]`.
        case notTables
        /// There is no such key; these are those that there are.
        case unknownKey(among: [String])
        /// It breaks a rule of its key: the words of the program, to be read behind the key's name.
        case rule(String)
    }

    /// The place within a value that is a table, or a list of tables.
    package struct Place: Hashable, Sendable {
        /// Nil for the table as a whole.
        package let key: String?
        /// The number of the table in its list, from 0.
        package var table = 0
    }

    package let reason: Reason
    /// Nil for the value as a whole.
    package var place: Place?

    package init(_ reason: Reason) { self.reason = reason }

    /// - Parameter key: the key of the table that is wrong; nil for the table as a whole.
    package init(_ reason: Reason, at key: String?) {
        self.reason = reason
        place = Place(key: key)
    }

    /// A rule of the key is broken.
    ///
    /// - Parameter words: to be read behind the key's name.
    package static func rule(_ words: String) -> ValueProblem { ValueProblem(.rule(words)) }
}
