import SwiftletTensor
import Testing

@testable import SiameseExperiment

@Suite("Pairs are balanced, and follow from the seed")
struct PairSamplerTests {
    /// People with 2, 3, 5 and 12 pictures.
    private let people = [[0, 1], [2, 3, 4], [5, 6, 7, 8, 9], Array(10..<22)]
    private func sampler(seed: UInt64 = 1) -> PairSampler {
        PairSampler(people: people, random: RandomStream(seed: seed))
    }
    private func person(_ picture: Int) -> Int? { people.firstIndex { $0.contains(picture) } }

    @Test("Every second pair is of the same person: two different pictures; the others are of different people")
    func kinds() {
        for index in 0..<2000 {
            let pair = sampler().pair(index, epoch: 1)
            #expect(pair.isSame == (index % 2 == 0))
            #expect((person(pair.first) == person(pair.second)) == pair.isSame)
            #expect(pair.first != pair.second)
        }
    }

    @Test("Every person comes equally often, whatever the number of their pictures, and so does each of their pictures")
    func frequencies() {
        let pairs = (0..<8000).map { sampler().pair($0, epoch: 3) }
        for isSame in [true, false] {
            let chosen = pairs.filter { $0.isSame == isSame }.flatMap { [$0.first, $0.second] }
            for (number, pictures) in people.enumerated() {
                let count = chosen.count { person($0) == number }
                // The standard deviation is 39 pairs of the same person, which count twice, or fewer.
                #expect(abs(count - 2000) < 400, "person \(number) came \(count) times of 2000")
                for picture in pictures {
                    let expected = 2000 / pictures.count
                    #expect(abs(chosen.count { $0 == picture } - expected) < expected / 3 + 40)
                }
            }
        }
    }

    @Test("People with a single image are in pairs of different people alone")
    func singleImages() {
        let sampler = PairSampler(people: people + [[22], [23]], random: RandomStream(seed: 1))
        let pairs = (0..<4000).map { sampler.pair($0, epoch: 1) }
        #expect(pairs.filter(\.isSame).allSatisfy { $0.first < 22 && $0.second < 22 && $0.first != $0.second })
        let different = pairs.filter { !$0.isSame }.flatMap { [$0.first, $0.second] }
        for image in [22, 23] { #expect(abs(different.count { $0 == image } - 667) < 130) }
    }

    @Test("The same seed and epoch give the same pairs, others other ones")
    func seeds() {
        let pairs = (0..<50).map { sampler().pair($0, epoch: 1) }
        #expect((0..<50).map { sampler().pair($0, epoch: 1) } == pairs)
        #expect((0..<50).reversed().map { sampler().pair($0, epoch: 1) }.reversed() == pairs)
        #expect((0..<50).map { sampler().pair($0, epoch: 2) } != pairs)
        #expect((0..<50).map { sampler(seed: 2).pair($0, epoch: 1) } != pairs)
    }
}
