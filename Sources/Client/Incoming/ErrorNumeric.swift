/// Tells of a numeric whether it is an error, and what about. <https://modern.ircdocs.horse/#numerics>, <https://defs.ircdocs.horse/defs/numerics>
///
/// From 400 to 599 every numeric is an error, but for 422 where it ends the greeting. Further up errors and answers are mixed, and differ by server.
enum ErrorNumeric {
    enum Subject: Hashable {
        /// No error: an answer, or a step of logging in.
        case none
        /// An error, and never one about a message: about a nick, a mode, a command.
        case other
        /// An error that can be about a message.
        case possiblyMessage
        /// No more is known than the number: an error only where it bears the label of something that was sent.
        case unknown
    }

    static func subject(of numeric: UInt16) -> Subject {
        switch numeric {
        case ..<400: .none
        // Answers to WHOWAS, PING, CAP, MOTD and ADMIN; nicks; entering; registration; modes, kicks and topics; help.
        case 402, 405, 406, 409, 410, 422...425, 429...438, 441, 443...448, 451...452, 455, 459, 460, 462...476, 478,
            479, 481...485, 487, 488, 490, 491, 495, 498...502, 512...519, 521, 522, 524...526:
            .other
        // The lists of those who are accepted and of those who are silenced.
        case 456...458, 511: .other
        // A command that is unknown, or lacks something: about a message where it names its command.
        case 421, 461: .other
        case 400...599: .possiblyMessage
        // STARTTLS, modes, lists, monitoring, knocking, metadata.
        case 691, 696...698, 712...715, 723, 734, 742...744, 759, 764...769: .other
        // Too many are written to at once; they are not to be written to without their leave.
        case 707, 716: .possiblyMessage
        // STARTTLS, WHOIS, help, knocks, the echo of 716, MONITOR, lists, metadata; IRCX.
        case 670, 671, 704...706, 708...711, 717, 718, 720...722, 724...733, 740, 741, 750, 751, 760...763, 770...775,
            800...821:
            .none
        // Logging in, and being logged out; lists of InspIRCd and UnrealIRCd.
        case 900...908, 910, 911, 940, 941, 945, 946, 950...955, 959...961, 973, 975, 988, 998: .none
        // InspIRCd and UnrealIRCd: a room's filters, WATCH, modules, modes.
        case 937...939, 942, 974, 976: .other
        // Words that are not allowed, what cannot be done.
        case 925...936, 972, 979, 999: .possiblyMessage
        default: .unknown
        }
    }

    /// Tells that what bears the label of something that was said refuses it: an error does, and so does what may be one. Up to 399, and in
    /// the rows of 600 and 800, what is known is an answer.
    static func refusesLabelled(_ numeric: UInt16) -> Bool {
        switch subject(of: numeric) {
        case .other, .possiblyMessage, .unknown: true
        case .none: numeric == 263 || (700..<800).contains(numeric) || (900...999).contains(numeric)
        }
    }
}
