/// SHA-256, and what is made of it, by its definition: for tests that need no library. <https://www.rfc-editor.org/rfc/rfc6234>
package enum ReferenceHash {
    /// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
    private static let constants = roots(64) { cube in
        integerRoot(of: cube) { $0 * $0 * $0 }
    }

    /// The same of the square roots of the first eight.
    private static let start = roots(8) { square in
        integerRoot(of: square) { $0 * $0 }
    }

    private static func roots(_ count: Int, _ root: (Int) -> UInt32) -> [UInt32] {
        var primes: [Int] = []
        var candidate = 2
        while primes.count < count {
            if primes.allSatisfy({ candidate % $0 != 0 }) { primes.append(candidate) }
            candidate += 1
        }
        return primes.map(root)
    }

    /// The low 32 bits of the root of a number times 2^32, by bisection.
    private static func integerRoot(of number: Int, _ power: (WideInteger) -> WideInteger) -> UInt32 {
        var (low, high) = (0 as UInt64, 1 << 37 as UInt64)
        // power(x / 2^32) <= number
        let scale = power(1 << 32)
        while high - low > 1 {
            let middle = (low + high) / 2
            if power(WideInteger(middle)) <= WideInteger(number) * scale { low = middle } else { high = middle }
        }
        return UInt32(truncatingIfNeeded: low)
    }

    private typealias WideInteger = UInt128

    @Sendable package static func sha256(_ message: [UInt8]) -> [UInt8] {
        var padded = message + [0x80]
        while padded.count % 64 != 56 { padded.append(0) }
        padded += (0..<8).reversed().map { UInt8(truncatingIfNeeded: (message.count * 8) >> ($0 * 8)) }
        var state = start
        for block in stride(from: 0, to: padded.count, by: 64) { compress(&state, padded[block..<block + 64]) }
        return state.flatMap { word in [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> $0) } }
    }

    private static func compress(_ state: inout [UInt32], _ block: ArraySlice<UInt8>) {
        func turned(_ word: UInt32, _ count: UInt32) -> UInt32 { word >> count | word << (32 - count) }
        let base = block.startIndex
        var words = (0..<16).map { index in
            (0..<4).reduce(0 as UInt32) { $0 << 8 | UInt32(block[base + index * 4 + $1]) }
        }
        for index in 16..<64 {
            let (a, b) = (words[index - 15], words[index - 2])
            let s0 = turned(a, 7) ^ turned(a, 18) ^ a >> 3
            let s1 = turned(b, 17) ^ turned(b, 19) ^ b >> 10
            words.append(words[index - 16] &+ s0 &+ words[index - 7] &+ s1)
        }
        var v = state
        for index in 0..<64 {
            let s1 = turned(v[4], 6) ^ turned(v[4], 11) ^ turned(v[4], 25)
            let choice = v[4] & v[5] ^ ~v[4] & v[6]
            let one = v[7] &+ s1 &+ choice &+ constants[index] &+ words[index]
            let s0 = turned(v[0], 2) ^ turned(v[0], 13) ^ turned(v[0], 22)
            let majority = v[0] & v[1] ^ v[0] & v[2] ^ v[1] & v[2]
            v = [one &+ s0 &+ majority, v[0], v[1], v[2], v[3] &+ one, v[4], v[5], v[6]]
        }
        for index in 0..<8 { state[index] &+= v[index] }
    }

    @Sendable package static func hmac(_ key: [UInt8], _ message: [UInt8]) -> [UInt8] {
        var block = key.count > 64 ? sha256(key) : key
        block += Array(repeating: 0, count: 64 - block.count)
        return sha256(block.map { $0 ^ 0x5C } + sha256(block.map { $0 ^ 0x36 } + message))
    }

    @Sendable package static func pbkdf2(_ password: [UInt8], _ salt: [UInt8], _ iterations: Int) -> [UInt8] {
        var last = hmac(password, salt + [0, 0, 0, 1])
        var sum = last
        for _ in 1..<max(iterations, 1) {
            last = hmac(password, last)
            for index in sum.indices { sum[index] ^= last[index] }
        }
        return sum
    }
}
