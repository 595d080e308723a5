extension EmojiNames {
    /// The rows of things, food and signs.
    static let things = """
        🍎 apple
        🍌 banana
        🍋 lemon
        🍉 watermelon
        🍓 strawberry
        🍒 cherries
        🥑 avocado
        🥕 carrot
        🌶️ hot_pepper
        🍞 bread
        🧀 cheese
        🥚 egg
        🥓 bacon
        🍔 hamburger
        🍟 fries
        🍕 pizza
        🌮 taco
        🍝 spaghetti
        🍜 ramen
        🍣 sushi
        🍿 popcorn
        🍦 icecream
        🍩 doughnut
        🍪 cookie
        🎂 birthday
        🍰 cake
        🍫 chocolate
        🍯 honey
        ☕ coffee
        🍵 tea
        🍺 beer
        🍻 beers cheers
        🍷 wine
        🥂 champagne_glasses
        🎃 pumpkin
        🎄 christmas_tree
        🎁 gift
        🎈 balloon
        🏆 trophy
        🥇 first_place
        🎯 dart bullseye
        🎲 dice
        🎮 video_game
        🎸 guitar
        🎹 piano
        🎵 musical_note music
        🎧 headphones
        🎤 microphone
        🎨 art
        🎬 movie
        📷 camera
        🚀 rocket ship_it
        🚗 car
        🚲 bike
        🚂 train
        ✈️ airplane
        🚢 ship
        ⚓ anchor
        🏠 house home
        🏖️ beach
        ⛰️ mountain
        🗺️ map
        ⌚ watch
        ⏰ alarm_clock
        ⏳ hourglass
        📱 phone
        💻 laptop computer
        ⌨️ keyboard
        🖱️ computer_mouse
        💾 floppy save
        💿 cd
        🔋 battery
        🔌 plug
        💡 bulb idea
        🔦 flashlight
        📖 book
        📚 books
        📝 memo
        📌 pushpin pin
        📎 paperclip
        ✂️ scissors
        📅 calendar
        📈 chart_up
        📉 chart_down
        📦 package
        ✉️ envelope
        📧 email
        📨 inbox
        📣 megaphone
        🔔 bell
        🔕 no_bell
        🔍 mag search
        🔒 lock
        🔓 unlock
        🔑 key
        🔨 hammer
        🔧 wrench
        ⚙️ gear
        🧰 toolbox
        🧪 test_tube
        🔬 microscope
        🔭 telescope
        💊 pill
        🚪 door
        🛏️ bed
        🚿 shower
        🧹 broom
        🗑️ wastebasket trash
        💣 bomb
        🔪 knife
        🛡️ shield
        💰 moneybag
        💎 gem
        ⚖️ scales
        ✅ check white_check_mark done
        ❌ x cross
        ❎ negative_cross
        ❓ question
        ❗ exclamation
        ⚠️ warning
        🚫 no_entry_sign
        ⛔ no_entry
        🛑 stop_sign
        ♻️ recycle
        ➕ plus
        ➖ minus
        ➡️ arrow_right
        ⬅️ arrow_left
        ⬆️ arrow_up
        ⬇️ arrow_down
        🔄 arrows_counterclockwise
        🆗 ok
        🆕 new
        🆒 cool_sign
        🔴 red_circle
        🟠 orange_circle
        🟡 yellow_circle
        🟢 green_circle
        🔵 blue_circle
        🟣 purple_circle
        ⚫ black_circle
        ⚪ white_circle
        🏁 checkered_flag
        🚩 flag
        🏳️‍🌈 rainbow_flag
        🏴‍☠️ pirate_flag
        """
}
