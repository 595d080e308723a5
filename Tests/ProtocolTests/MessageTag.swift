import Protocol

/// Testing has a `Tag` of its own; this file does not import it.
typealias MessageTag = Tag
