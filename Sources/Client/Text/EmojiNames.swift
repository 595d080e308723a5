/// Names of emoji, as people of chat programs know them: `:tada:`.
package enum EmojiNames {
    /// An emoji with one of its names.
    package struct Match: Hashable, Sendable {
        package let name: String
        package let emoji: String
    }

    /// So many are offered at most.
    private static let maxMatches = 20

    /// The emoji whose names have some letters in them: the one of just that name first, then those whose names begin so, then the others.
    ///
    /// - Parameter letters: with or without the colons around a name, in whatever case.
    package static func matches(_ letters: String) -> [Match] {
        let wanted = String(letters.drop { $0 == ":" }.prefix { $0 != ":" }).lowercased()
        guard !wanted.isEmpty else { return [] }
        let ranked = all.enumerated().compactMap { place, match -> (rank: Int, place: Int, match: Match)? in
            let rank =
                match.name == wanted ? 0 : match.name.hasPrefix(wanted) ? 1 : match.name.contains(wanted) ? 2 : nil
            return rank.map { ($0, place, match) }
        }
        var seen = Set<String>()
        return Array(
            ranked.sorted { ($0.rank, $0.place) < ($1.rank, $1.place) }.map(\.match)
                .filter { seen.insert($0.emoji).inserted }.prefix(maxMatches))
    }

    /// True for a word that may be the beginning of a name: a colon, and letters of names behind it.
    static func isBeginning(_ word: String) -> Bool {
        guard word.first == ":" else { return false }
        let letters = word.dropFirst()
        let name = letters.last == ":" ? letters.dropLast() : letters
        return !name.isEmpty
            && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_+-".contains($0)) }
    }

    /// All names, those of the emoji that are used most first.
    static let all: [Match] = table.split(separator: "\n").flatMap { row in
        let words = row.split(separator: " ")
        return words.dropFirst().map { Match(name: String($0), emoji: String(words[0])) }
    }

    /// A row for each emoji, with its names behind it: those that are used most stand first.
    private static let table = """
        👍 +1 thumbsup yes
        👎 -1 thumbsdown no
        ❤️ heart love
        😂 joy laughing_tears
        🎉 tada party
        😄 smile happy
        😀 grinning
        😃 smiley
        😁 grin
        😆 laughing
        🤣 rofl
        😅 sweat_smile
        🙂 slight_smile slightly_smiling_face
        🙃 upside_down
        😉 wink
        😊 blush
        😇 innocent angel
        🥰 smiling_face_with_hearts
        😍 heart_eyes
        🤩 star_struck
        😘 kissing_heart
        😋 yum
        😛 stuck_out_tongue
        😜 stuck_out_tongue_winking
        🤪 zany
        🤗 hugs hug
        🤔 thinking
        🤨 raised_eyebrow
        🤐 zipper_mouth
        😐 neutral
        😑 expressionless
        😶 no_mouth
        😏 smirk
        😒 unamused
        🙄 eye_roll roll_eyes
        😬 grimacing
        🤥 lying
        😌 relieved
        😔 pensive
        😪 sleepy
        😴 sleeping
        🤤 drooling
        😷 mask
        🤒 thermometer_face sick
        🤕 bandage_face hurt
        🤢 nauseated
        🤮 vomiting
        🤧 sneezing
        🥵 hot_face
        🥶 cold_face
        😵 dizzy_face
        🤯 exploding_head mind_blown
        🤠 cowboy
        🥳 partying
        😎 sunglasses cool
        🤓 nerd
        🧐 monocle
        😕 confused
        😟 worried
        🙁 slight_frown
        😮 open_mouth wow
        😲 astonished
        😳 flushed
        🥺 pleading
        😢 cry sad
        😭 sob
        😱 scream
        😖 confounded
        😞 disappointed
        😩 weary
        😫 tired
        🥱 yawning
        😤 triumph huff
        😡 rage
        😠 angry
        🤬 cursing
        😈 smiling_imp
        👿 imp
        💀 skull
        💩 poop
        🤡 clown
        👻 ghost
        👽 alien
        🤖 robot
        🙈 see_no_evil
        🙉 hear_no_evil
        🙊 speak_no_evil
        💋 kiss
        💔 broken_heart
        💕 two_hearts
        💙 blue_heart
        💚 green_heart
        💛 yellow_heart
        🧡 orange_heart
        💜 purple_heart
        🖤 black_heart
        💯 100 hundred
        💢 anger
        💥 boom collision
        💫 dizzy
        💦 sweat_drops
        💨 dash
        💤 zzz
        👋 wave hello bye
        ✋ raised_hand
        🖖 vulcan
        👌 ok_hand
        🤌 pinched_fingers
        ✌️ victory v
        🤞 crossed_fingers
        🤘 metal rock_on
        🤙 call_me
        👈 point_left
        👉 point_right
        👆 point_up
        👇 point_down
        ✊ fist
        👊 punch facepunch
        👏 clap
        🙌 raised_hands hooray
        👐 open_hands
        🤝 handshake
        🙏 pray thanks please
        ✍️ writing_hand
        💪 muscle
        👀 eyes
        👁️ eye
        🧠 brain
        👶 baby
        🤦 facepalm
        🤷 shrug
        🙋 raising_hand
        🙇 bow
        💃 dancer
        🏃 runner
        👩‍💻 woman_technologist
        👨‍💻 man_technologist
        🧑‍💻 technologist
        🐶 dog
        🐱 cat
        🐭 mouse
        🐰 rabbit
        🦊 fox
        🐻 bear
        🐼 panda
        🐯 tiger
        🦁 lion
        🐮 cow
        🐷 pig
        🐸 frog
        🐵 monkey
        🐔 chicken
        🐧 penguin
        🐦 bird
        🦆 duck
        🦉 owl
        🐝 bee
        🐛 bug
        🦋 butterfly
        🐌 snail
        🐞 ladybug
        🦗 cricket
        🐢 turtle
        🐍 snake
        🐙 octopus
        🦀 crab
        🐟 fish
        🐬 dolphin
        🐳 whale
        🐘 elephant
        🦄 unicorn
        🌵 cactus
        🌲 evergreen
        🍀 four_leaf_clover luck
        🌹 rose
        🌻 sunflower
        🌸 cherry_blossom
        🌍 earth
        🌙 moon
        ⭐ star
        ✨ sparkles
        ☀️ sun sunny
        ☁️ cloud
        🌧️ rain
        ⛈️ thunderstorm
        ⚡ zap
        ❄️ snowflake
        ⛄ snowman
        🔥 fire
        🌈 rainbow
        🌊 ocean
        """ + "\n" + things
}
