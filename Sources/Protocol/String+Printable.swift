extension String {
    /// For a terminal, as a part of one line: what is not drawn, ends a line, or might be taken for an order is `U+FFFD`. Much of what
    /// an error names comes out of a file that may be hostile.
    package var printable: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.map { scalar in
                    switch scalar.properties.generalCategory {
                    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: "\u{FFFD}"
                    default: scalar
                    }
                }))
    }
}
