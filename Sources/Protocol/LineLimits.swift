/// How long a line and its parts may be, in bytes.
///
/// Both limits count what the specification counts: the body with its CR LF, the tags with their `@` and the space behind.
/// <https://ircv3.net/specs/extensions/message-tags.html#size-limit>, <https://modern.ircdocs.horse/#messages>
package struct LineLimits: Hashable, Sendable {
    /// The tags section, from `@` to the space after it.
    package var tags: Int
    /// The rest of the line, CR LF included.
    package var body: Int

    package init(tags: Int, body: Int) {
        self.tags = tags
        self.body = body
    }

    /// The longest line there can be, CR LF included.
    package var line: Int { tags + body }

    /// The limits of the lines that a server takes from a client: 4,094 bytes of tag data, 512 of body.
    package static let fromClient = LineLimits(tags: 4096, body: 512)

    /// The limits of the lines that a server may send: 8,191 bytes of tags, 512 of body.
    package static let fromServer = LineLimits(tags: 8191, body: 512)

    /// The limits up to which our client reads a line before it gives up. Servers exist that send longer bodies than they should.
    package static let lenient = LineLimits(tags: 16_384, body: 16_384)
}
