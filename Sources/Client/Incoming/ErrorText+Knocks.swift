/// The refusals of a knock. <https://defs.ircdocs.horse/defs/numerics#err_toomanyknock-712>
extension ErrorText {
    func knocking(_ numeric: UInt16) -> String? {
        let channel = incoming.subject(1) ?? "The room"
        switch numeric {
        case 712: return "\(channel) has been knocked at too often lately. Try again later."
        case 713: return "\(channel) is open: /join \(channel) enters it."
        case 714: return "You are in \(channel) already."
        default: return nil
        }
    }
}
