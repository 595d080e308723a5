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
        case perhapsSpeech
        /// No more is known than the number: an error only where it bears the label of something that was sent.
        case unknown
    }

    static func subject(of numeric: UInt16) -> Subject {
        switch numeric {
        case ..<400: .none
        // Answers to WHOWAS, PING, CAP, MOTD and ADMIN; nicks; entering; registration; modes, kicks and topics; help.
        case 402, 406, 409, 410, 422...424, 431...433, 435...438, 441, 443...448, 451...452, 462...468, 470...476, 478,
            479, 481...485, 487, 488, 490, 491, 495, 498, 499, 501, 502, 512...519, 521, 522, 524...526:
            .other
        // A command that is unknown, or lacks something: about a message where it names its command.
        case 421, 461: .other
        case 400...599: .perhapsSpeech
        // STARTTLS, modes, lists, monitoring, knocking, metadata.
        case 691, 696...698, 712...715, 723, 734, 742...744, 759, 764...769: .other
        // They are not to be written to without their leave.
        case 716: .perhapsSpeech
        // STARTTLS, WHOIS, help, knocks, the echo of 716, MONITOR, lists, metadata; IRCX.
        case 670, 671, 704...711, 717, 718, 720...722, 724...733, 740, 741, 750, 751, 760...763, 770...775, 800...821:
            .none
        // Logging in, and being logged out; lists of InspIRCd and UnrealIRCd.
        case 900...908, 910, 911, 940, 941, 945, 946, 950...955, 959...961, 973, 975, 988, 998: .none
        // InspIRCd and UnrealIRCd: words that are not allowed, filters, modules, what cannot be done.
        case 925...939, 942, 972, 974, 976, 979, 999: .perhapsSpeech
        default: .unknown
        }
    }
}
