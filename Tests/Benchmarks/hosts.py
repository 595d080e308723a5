"""The servers that are compared: how each is started, watched and ended."""
import os, pathlib, re, shutil, signal, socket, subprocess, sys, tempfile, time

NGIRCD = """[Global]
Name = bench.example
Info = bench
Listen = 127.0.0.1
Ports = {port}
ServerUID = {user}
ServerGID = {group}
[Limits]
MaxConnections = 0
MaxConnectionsIP = 0
MaxJoins = 0
MaxNickLength = 16
MaxPenaltyTime = 0
PingTimeout = 3600
[Options]
DNS = no
Ident = no
PAM = no
"""
INSPIRCD = """<server name="bench.example" description="bench" network="bench">
<admin name="bench" nick="bench" email="bench@bench.example">
<bind address="127.0.0.1" port="{port}" type="clients">
<connect allow="*" timeout="60" pingfreq="3600" hardsendq="100M" softsendq="100M" recvq="1M" localmax="100000"
         globalmax="100000" limit="100000" threshold="1000000" commandrate="100000000" fakelag="no" maxchans="100"
         resolvehostnames="no" useident="no" useconnectban="no">
<class name="none" commands="">
<dns server="127.0.0.1" timeout="1">
<pid file="{folder}/pid">
<log method="file" type="none" level="none" target="{folder}/log">
<performance softlimit="100000" somaxconn="4096" quietbursts="yes">
<limits maxnick="31">
"""


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


class Server:
    """A server on a port and in a folder of its own. It is started when it is needed, and again if it is gone."""

    def __init__(self, name, command, config=None):
        self.name, self.command, self.config, self.process = name, command, config, None

    def need(self):
        """Raises RuntimeError where it does not start."""
        if self.process and self.process.poll() is None:
            return self
        self.stop()
        self.folder, self.port = tempfile.mkdtemp(prefix="grillo-bench-"), free_port()
        os.chmod(self.folder, 0o700)
        names = {"port": self.port, "folder": self.folder, "user": os.getuid(), "group": os.getgid()}
        if self.config:
            pathlib.Path(self.folder, "config").write_text(self.config.format(**names))
        with open(self.folder + "/output", "w") as log:
            self.process = subprocess.Popen([part.format(**names) for part in self.command], stdout=log, stderr=log,
                                            stdin=subprocess.DEVNULL, cwd=self.folder)
        for _ in range(200):
            if self.process.poll() is not None:
                break
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return self
            except OSError:
                time.sleep(0.05)
        said = pathlib.Path(self.folder, "output").read_text()[-500:].strip()
        self.stop()
        raise RuntimeError(f"it did not start: {said or 'it said nothing'}")

    @property
    def processor(self):
        """Hundredths of a second of processor time that it has used."""
        try:
            fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return 0
        return int(fields[11]) + int(fields[12])

    def rest(self, limit=20):
        """Waits until it has nothing to do any more, so that the next one's turn is not disturbed."""
        end, before = time.monotonic() + limit, -100
        while self.process and self.process.poll() is None and time.monotonic() < end:
            if self.processor - before <= 1:
                return
            before = self.processor
            time.sleep(0.4)

    def stop(self):
        if not self.process:
            return
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.process = None
        shutil.rmtree(self.folder, ignore_errors=True)


def kinds(grillo, floor):
    """What is compared, by name: a maker of each."""
    serve = [grillo, "serve", "--listen", "127.0.0.1:{port}", "--data", "{folder}/data", "--unlimited"]
    found = {"floor": ([floor, "{port}"],), "Grillo": (serve,), "Grillo, in memory": (serve + ["--history", "memory"],)}
    search = os.environ["PATH"] + ":/usr/sbin"
    if path := shutil.which("inspircd", path=search):
        found["InspIRCd"] = ([path, "--nofork", "--runasroot", "--config={folder}/config"], INSPIRCD)
    if path := shutil.which("ngircd", path=search):
        found["ngIRCd"] = ([path, "--nodaemon", "--config", "{folder}/config"], NGIRCD)
    return {name: lambda name=name, how=how: Server(name, *how) for name, how in found.items()}


def version(name):
    """Its name, and which it is."""
    package = {"InspIRCd": "inspircd", "ngIRCd": "ngircd", "irssi": "irssi", "WeeChat": "weechat-curses"}.get(name)
    if not package:
        return name
    run = subprocess.run(["dpkg-query", "-W", "-f", "${Version}", package], capture_output=True, text=True)
    return f"{name} {re.split('[-+~]', run.stdout)[0]}".strip()
