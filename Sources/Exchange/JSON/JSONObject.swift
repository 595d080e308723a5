/// What is wrong with a line of JSON, in printable words without a full stop.
package struct JSONFault: Error, Hashable {
    package var reason: String

    package init(_ reason: String) { self.reason = reason }
}

/// An object whose members are asked for by name. Those that nobody asks for are passed over.
struct JSONObject {
    private let members: [String: JSONValue]

    /// - Throws: for what is no object, and where a name stands twice.
    init(_ value: JSONValue) throws(JSONFault) {
        guard let listed = value.members else { throw JSONFault("no object") }
        members = Dictionary(listed.map { ($0.name, $0.value) }) { first, _ in first }
        guard members.count == listed.count else { throw JSONFault("a name stands twice") }
    }

    /// The value of a member.
    ///
    /// - Parameter read: nil for a value that the member cannot have.
    func required<Value>(_ name: String, _ read: (JSONValue) -> Value?) throws(JSONFault) -> Value {
        guard let value = try optional(name, read) else { throw JSONFault("'\(name)' is missing") }
        return value
    }

    /// The value of a member; nil where there is no such member.
    func optional<Value>(_ name: String, _ read: (JSONValue) -> Value?) throws(JSONFault) -> Value? {
        guard let member = members[name] else { return nil }
        guard let value = read(member) else { throw JSONFault("'\(name)' cannot be read") }
        return value
    }
}
