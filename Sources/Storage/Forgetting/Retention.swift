/// For how long what happened is kept. The default is for ever.
package struct Retention: Hashable, Sendable {
    /// In seconds.
    package var age: Int64?
    /// Of the log in its file, in bytes.
    package var size: Int64?

    package init(age: Int64? = nil, size: Int64? = nil) {
        self.age = age
        self.size = size
    }

    package static let forEver = Retention()
}
