import Client
import Configuration

extension ConfigurationKey {
    /// The person's own commands: the name of each, and the text that it stands for.
    static func aliases(
        _ path: String, _ summary: String, _ activation: Activation, _ place: Place<AliasTable>
    ) -> ConfigurationKey {
        .init(path, summary, activation, .table(aliasExample), place) { value throws(ValueProblem) in
            guard let entries = value.entries else { throw ValueProblem(.notTable) }
            var aliases = AliasTable()
            for entry in entries {
                guard let text = entry.value.text else { throw ValueProblem(.notText, at: entry.key) }
                guard aliases[AliasTable.bare(entry.key)] == nil else {
                    throw ValueProblem(.rule("it stands there twice; leave out one of them"), at: entry.key)
                }
                do throws(SlashCommandError) {
                    try aliases.set(entry.key, to: text)
                } catch {
                    throw ValueProblem(.rule(error.reason), at: entry.key)
                }
            }
            return aliases
        }
    }

    private static var aliasExample: [String] {
        [
            "", "# $1 to $9 stand for the words after the name, $2- for the second and all after it, $* for all,",
            "# $nick for your nick, $room for the room, $$ for a dollar. Without any, the words stand after the text.",
            "# In an /exec they are variables of the shell, to be put in quotes: \"$1\", \"$*\", \"$room\".",
            "#hi = \"/me waves at $1\"  # for example", "",
            "# A ; with a command after it begins the next line.",
            "#brb = \"/away back soon; /me is away for a while\"  # for example",
        ]
    }
}
