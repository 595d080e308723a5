/// One line of IRC as a value. <https://modern.ircdocs.horse/#message-format>
///
///     ['@' tags SPACE] [':' source SPACE] command {SPACE parameter} [SPACE ':' last parameter]
///
/// Equal messages say the same thing; they may be spelled differently (`PING x` and `PING :x`).
package struct Message: Hashable, Sendable {
    package var tags: [Tag]
    /// The sender: `nick!user@host` or a server's name. A message that a client sends usually has none.
    package var source: Bytes?
    package var command: Command
    package var parameters: [Bytes]

    package init(tags: [Tag] = [], source: Bytes? = nil, _ command: Command, _ parameters: [Bytes] = []) {
        self.tags = tags
        self.source = source
        self.command = command
        self.parameters = parameters
    }

    /// A message out of text, for the places where speed does not matter.
    package init(tags: [Tag] = [], source: String? = nil, _ command: Command, _ parameters: String...) {
        self.init(tags: tags, source: source.map { Bytes($0) }, command, parameters.map { Bytes($0) })
    }

    /// The value of a tag, the last one where it stands twice; nil where it is missing, empty where it has none.
    package func tag(_ key: String) -> String? {
        tags.last { $0.key == key }?.value
    }

    /// The parameter at a place as text, nil where there are fewer.
    package func text(at index: Int) -> String? {
        parameters.indices.contains(index) ? parameters[index].text : nil
    }
}
