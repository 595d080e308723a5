/// Takes what is no text out of the bytes of one connection, which may be cut anywhere between two reads. It lives on the connection's
/// lane.
protocol WireFilter {
    /// Takes the next bytes that came.
    ///
    /// - Returns: the text in them, whose lines end with LF or CR LF, and bytes that are sent back at once.
    mutating func read(_ bytes: UnsafeRawBufferPointer) -> (text: [UInt8], answer: [UInt8])
}
