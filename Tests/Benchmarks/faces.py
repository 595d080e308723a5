"""The clients that are compared, each in a pseudo-terminal that is always read; and the servers that they talk to."""
import fcntl, itertools, json, os, pathlib, pty, re, signal, socket, struct, termios, threading, time

COLUMNS, ROWS = 120, 40
# Keys that nothing else draws: they are in no line, in no word of a client's, and in no sequence of a terminal's.
KEYS = "БГДЖЗИЙЛПФЦЧШЩЪЫЬЭЮЯ"
IRSSI = """servers = ( {servers} );
chatnets = {{ {networks} }};
channels = ( {rooms} );
settings = {{ core = {{ nick = "ana"; user_name = "ana"; real_name = "ana"; }}; }};
"""
IRSSI_SERVER = '{{ address = "127.0.0.1"; port = "{port}"; chatnet = "{name}"; autoconnect = "yes"; use_tls = "no"; }}'
IRSSI_NETWORK = '{name} = {{ type = "IRC"; }};'
IRSSI_ROOM = '{{ name = "{room}"; chatnet = "{name}"; autojoin = "yes"; }}'
WEECHAT = ["/server add {name} 127.0.0.1/{port}", "/set irc.server.{name}.nicks ana",
           "/set irc.server.{name}.autojoin {rooms}", "/set irc.server.{name}.ssl off", "/set irc.server.{name}.tls off",
           "/connect {name}"]
GRILLO = """[[server]]
name = "{name}"
host = "127.0.0.1"
port = {port}
autoconnect = true
nick = "ana"
rooms = {rooms}
"""
# What to type to see the oldest line that is kept.
OLDEST = {"irssi": b"/scrollback home", "WeeChat": b"/window scroll_top", "grillo-tui": b"\x1b[1;5H"}
REDRAW, CLEAR, BACKSPACE, PAGE_UP = b"\x0c", b"\x15", b"\x7f", b"\x1b[5~"
# What goes up by a row; the others have no key for that.
ROW_UP = {"grillo-tui": b"\x1b[A"}


def command(name, path, hosts, home):
    """How a client is started, so that it comes into all rooms of all hosts by itself; and what to type to see one."""
    if name == "irssi":
        os.makedirs(home + "/irssi")
        pathlib.Path(home, "irssi/config").write_text(IRSSI.format(
            servers=", ".join(IRSSI_SERVER.format(name=host.name, port=host.port) for host in hosts),
            networks=" ".join(IRSSI_NETWORK.format(name=host.name) for host in hosts),
            rooms=", ".join(IRSSI_ROOM.format(name=host.name, room=room) for host in hosts for room in host.rooms)))
        return [path, f"--home={home}/irssi"], b"\x1b2"
    if name == "WeeChat":
        commands = [part.format(name=host.name, port=host.port, rooms=",".join(host.rooms)) for host in hosts for part in WEECHAT]
        return [path, "--dir", home + "/weechat", "--run-command", ";".join(commands)], f"/buffer {hosts[0].rooms[0]}\r".encode()
    if len(hosts) == 1:
        rooms = [word for room in hosts[0].rooms for word in ("--room", room)]
        return [path, "127.0.0.1", str(hosts[0].port), "--nick", "ana"] + rooms, b""
    pathlib.Path(home, "tui.toml").write_text("\n".join(
        GRILLO.format(name=host.name, port=host.port, rooms=json.dumps(host.rooms)) for host in hosts))
    return [path, "--config", home + "/tui.toml"], b""  # Anything more would name the one server to go to.


class Host(threading.Thread):
    """The server's side of one connection: a network, and the rooms of it that the client is to come into."""

    def __init__(self, members, name="here", rooms=("#bench",), greeting=None):
        super().__init__(daemon=True)
        self.members, self.name, self.rooms, self.greeting = members, name, list(rooms), greeting
        self.outside, self.listener = set(rooms), socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.nick_at, self.joined, self.answered = None, threading.Event(), threading.Event()

    def say(self, *lines):
        self.socket.sendall("".join(line + "\r\n" for line in lines).encode())

    def run(self):
        self.listener.settimeout(20)
        try:
            self.socket, _ = self.listener.accept()
            # As servers do: what is said in two pieces would wait 40 ms for the client's ACK.
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for line in self.socket.makefile("rb"):
                self.hear(line.decode("utf-8", "replace").strip())
        except OSError:
            pass  # The client is gone.

    def hear(self, line):
        words = line.split(" ")
        verb = words[0].upper()
        if verb == "CAP" and words[1].upper() == "LS":
            self.say(":host CAP * LS :")
        elif verb == "NICK" and self.nick_at is None:
            self.nick_at, self.nick = time.perf_counter(), words[1].lstrip(":")
        elif verb == "USER":
            self.say(f":host 001 {self.nick} :Welcome", f":host 004 {self.nick} host 1 i nt",
                     f":host 005 {self.nick} CHANTYPES=# PREFIX=(ov)@+ CASEMAPPING=ascii NETWORK={self.name} :are supported",
                     f":host 422 {self.nick} :no message")
        elif verb == "JOIN":
            for room in words[1].lstrip(":").split(","):
                if room in self.outside:  # irssi also joins nothing.
                    self.let_in(room)
        elif verb == "PING":
            self.say(f":host PONG host {line[5:]}")
        elif verb == "PONG" and "flood-is-over" in line:
            self.answered.set()

    def let_in(self, room):
        names = [self.nick] + [f"m{number:03}" for number in range(self.members)]
        self.say(f":{self.nick}!ana@localhost JOIN {room}",
                 *(f":host 353 {self.nick} = {room} :{' '.join(names[at:at + 30])}" for at in range(0, len(names), 30)),
                 f":host 366 {self.nick} {room} :End")
        if self.greeting:
            self.say(f":m001!u@h PRIVMSG {room} :{self.greeting}")
        self.outside.discard(room)
        if not self.outside:
            self.joined.set()


class Face(threading.Thread):
    """A program in a pseudo-terminal that is read without pause."""

    def __init__(self, arguments, home):
        super().__init__(daemon=True)
        environment = {"PATH": os.environ["PATH"], "HOME": home, "TERM": "xterm-256color", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
        self.lock, self.shown, self.keys = threading.Lock(), threading.Event(), itertools.cycle(KEYS)
        self.drawn_at, self.shown_at, self.tail, self.awaited = 0.0, 0.0, b"", None
        self.started_at = time.perf_counter()
        self.process, self.terminal = pty.fork()
        if self.process == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
            os.execvpe(arguments[0], arguments, environment)
        self.start()

    def run(self):
        while True:
            try:
                drawn = os.read(self.terminal, 1 << 16)
            except OSError:
                return
            now = time.perf_counter()
            with self.lock:
                self.drawn_at, self.tail = now, self.tail + drawn
                if self.awaited and self.awaited in self.tail:
                    self.shown_at, self.awaited = now, None
                    self.shown.set()
                self.tail = self.tail[-32768:]

    def type(self, keys):
        os.write(self.terminal, keys)

    def echo(self, limit=30):
        """Milliseconds until a key shows, another one each time; None where it does not. Nothing is left of it."""
        key = next(self.keys).encode()
        with self.lock:
            self.tail, self.awaited = b"", key
            self.shown.clear()
        start = time.perf_counter()
        self.type(key)
        is_shown = self.shown.wait(limit)
        with self.lock:
            self.awaited = None
        self.type(BACKSPACE)
        return (self.shown_at - start) * 1000 if is_shown else None

    def first_shown(self, texts, limit=30):
        """When all of some texts had been drawn since the start; None where they are not. Each is short enough for one row."""
        end = time.perf_counter() + limit
        while time.perf_counter() < end:
            with self.lock:
                if all(text in self.tail for text in texts):
                    return self.drawn_at
            time.sleep(0.0005)
        return None

    def redraw(self, act, quiet=0.12, limit=5):
        """Milliseconds from an act to the last byte of what is drawn for it; None where nothing is, or it does not end."""
        start = time.perf_counter()
        act()
        while time.perf_counter() - start < limit:
            if self.drawn_at > start and time.perf_counter() - self.drawn_at > quiet:
                return (self.drawn_at - start) * 1000
            time.sleep(0.002)
        return None

    def resize(self, columns, rows):
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def settle(self, quiet=0.5, limit=60):
        end = time.perf_counter() + limit
        while time.perf_counter() < end and time.perf_counter() - self.drawn_at < quiet:
            time.sleep(0.05)

    def first_line(self, name, members):
        """The number of the first line that it still has: it is scrolled to, and read from a whole new drawing."""
        for keys in (CLEAR, OLDEST[name], b"\r" if OLDEST[name][:1] == b"/" else b""):
            self.type(keys)
            time.sleep(0.3)  # What comes in one piece is taken for something pasted.
        self.settle()
        with self.lock:
            self.tail = b""
        self.type(REDRAW)
        time.sleep(0.2)
        self.settle()
        text = re.sub(rb"\x1b(\[[0-9;?<=>]*[ -/]*[@-~]|[()][0-9A-Z]|[=>78M])", b" ", self.tail).decode("utf-8", "replace")
        found = [int(line) for nick, line in re.findall(r"m(\d{3})\W{1,60}(\d+) ", text) if int(line) % members == int(nick)]
        return min(found, default=None)

    @property
    def memory(self):
        status = open(f"/proc/{self.process}/status").read()
        return int(status.split("VmRSS:")[1].split()[0]) << 10

    def end(self):
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        os.close(self.terminal)
