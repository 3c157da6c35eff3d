import Foundation
import SwiftletData
import SwiftletTensor
import TestSupport

@testable import SiameseExperiment

/// Simple faces, each person with a shape and a shade of their own, each picture a little moved: data that a small network
/// can learn in a moment.
enum DrawnFaces {
    /// Picture `number` of a person, `width` x `height` grey pixels.
    static func face(person: Int, number: Int, width: Int, height: Int) -> Image {
        var traits = RandomStream(seed: 7).child("person").child(person)
        var pose = RandomStream(seed: 7).child("pose").child(person).child(number)
        let (breadth, length) = (traits.uniform(0.22, 0.42), traits.uniform(0.3, 0.46))
        let (eyes, eyeSize) = (traits.uniform(0.1, 0.2), traits.uniform(0.03, 0.08))
        let (skin, hair) = (traits.uniform(130, 240), traits.uniform(0, 90))
        let (left, top) = (pose.uniform(-0.04, 0.04), pose.uniform(-0.04, 0.04))
        var pixels: [UInt8] = []
        for row in 0..<height {
            for column in 0..<width {
                let x = (Float(column) + 0.5) / Float(width) - 0.5 - left
                let y = (Float(row) + 0.5) / Float(height) - 0.5 - top
                let isEye = abs(abs(x) - eyes) < eyeSize && abs(y + 0.08) < eyeSize
                let isMouth = abs(x) < eyes && abs(y - 0.2) < 0.03
                let isFace = x * x / (breadth * breadth) + y * y / (length * length) < 1
                let shade = isFace ? (isEye || isMouth ? 20 : skin) : (y < 0 ? hair : 100)
                pixels.append(UInt8(shade + pose.uniform(0, 8)))
            }
        }
        return Image(width: width, height: height, channels: 1, pixels: pixels)
    }

    /// Writes `faces/pK/N.png` of people 1... with so many pictures each into a folder; gives the folder of faces.
    @discardableResult
    static func write(people: Int, pictures: Int, to folder: TemporaryFolder, name: String = "faces") throws -> String {
        for person in 1...people {
            for number in 1...pictures {
                let image = face(person: person, number: number, width: 23, height: 28)
                try folder.write(PNGFile.encode(image), to: "\(name)/p\(person)/\(number).png")
            }
        }
        return folder(name)
    }
}

/// A run of a moment on a folder of faces.
func smallConfiguration(_ faces: String, _ kind: ModelConfiguration.Kind = .pooled) -> SiameseConfiguration {
    var configuration = SiameseConfiguration()
    configuration.model = ModelConfiguration(kind)
    configuration.model.size = kind == .pooled ? 32 : 16
    configuration.model.width = kind == .pooled ? 8 : 24
    configuration.model.embeddingDimension = 8
    configuration.preparation.facesFolder = faces
    configuration.training.epochs = 2
    configuration.training.batchSize = 8
    configuration.training.pairsPerEpoch = 32
    if kind == .classic { configuration.training.margin = 2 }
    configuration.ways = 2
    configuration.threads = 1
    return configuration
}

extension SiameseExperiment {
    /// An experiment that finds no data but what the configuration names.
    init(_ configuration: SiameseConfiguration) throws {
        try self.init(configuration, folder: DataDirectory(flag: "/nonexistent", environment: [:]))
    }
}

/// The arguments of a training of a moment.
func trainArguments(_ faces: String, _ more: String...) -> [String] {
    [
        "train", "--faces", faces, "--size", "32", "--embedding-dimension", "8", "--epochs", "1", "--batch-size", "8",
        "--pairs-per-epoch", "16", "--ways", "2", "--threads", "1",
    ] + more
}
