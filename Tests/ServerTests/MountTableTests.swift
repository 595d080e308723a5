import Testing

@testable import Server

/// The system's list of file systems is read as it is written, and what is no line of one is passed over.
@Suite struct MountTableTests {
    private let table = MountTable(
        """
        22 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw,errors=remount-ro
        25 22 0:23 / /dev/shm rw,nosuid,nodev - tmpfs tmpfs rw,size=64k
        30 22 0:30 / /var/my\\040disk rw master:2 propagate_from:3 - overlay overlay rw,lowerdir=/a,volatile
        31 22 8:1 / /srv rw - ext4 /dev/sda1 rw,barrier=0
        32 22 0:31 / /srv rw - 9p host rw
        not a line of it
        33 22 8:2 / /short
        34 22 8:2 / /odd rw -
        """)

    @Test func `A path belongs to the deepest folder on which something is mounted`() {
        #expect(table.mount(of: "/dev/shm/grillo")?.kind == "tmpfs")
        #expect(table.mount(of: "/dev/shm")?.kind == "tmpfs")
        #expect(table.mount(of: "/dev/shmall")?.kind == "ext4")
        #expect(table.mount(of: "/")?.kind == "ext4")
    }

    @Test func `A space in a name, and the options of both places, are read`() {
        let mount = table.mount(of: "/var/my disk/grillo")
        #expect(mount?.kind == "overlay")
        #expect(mount?.options.isSuperset(of: ["rw", "volatile"]) == true)
    }

    @Test func `The later of two at one place hides the other`() {
        #expect(table.mount(of: "/srv/grillo") == .init(kind: "9p", options: ["rw"]))
    }

    @Test(arguments: ["", "\n\n", "1 2 3 4 5 6 - ", "- - - - - - - - -", "1 2 3:4 / \\999 rw - x y z", "\\"])
    func `What is no table holds nothing of a path`(text: String) {
        #expect(MountTable(text).mount(of: "/srv/grillo") == nil)
    }
}
