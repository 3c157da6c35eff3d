import SwiftletData
import SwiftletTensor
import SwiftletTrain

/// The pictures that show what a model learned, with names and captions.
struct SampleFigures {
    private let pictures: SamplePictures
    private let model: PictureModel

    init(_ model: PictureModel, random: RandomStream) {
        self.model = model
        pictures = SamplePictures(model, random: random.child("pictures"))
    }

    private static let means = "Shown are the means of the decoder's Bernoulli pixels."

    /// The grids that need no data.
    var ofPrior: [Figure] {
        let classes = "rows are the classes \(model.format.classNames.joined(separator: ", "))"
        return [
            figure("class-grid", pictures.classGrid, "Samples: \(classes), each cell with a z of its own."),
            figure(
                "style-grid", pictures.styleGrid, "Style: \(classes), and the z of a column is the same in all rows."),
            figure(
                "latent-walk", pictures.latentWalk,
                "Latent walk: \(classes), from one z of the prior on the left to another on the right."),
        ]
    }

    /// The grids, and reconstructions of pictures of a source.
    func all(of source: PixelSource) -> [Figure] {
        ofPrior + [
            figure(
                "reconstructions", pictures.reconstructions(of: source),
                "Reconstructions: pictures as the encoder sees them (\(model.likelihood.summary)), and below each row what "
                    + "the decoder makes of the mean of q(z|x, y).")
        ]
    }

    /// Pictures of one class.
    func figure(ofClass label: Int, count: Int) -> Figure {
        let name = model.format.classNames[label]
        return figure(
            "class-\(Int(name) == nil ? "\(label)" : name)", pictures.pictures(ofClass: label, count: count),
            "\(count) samples of class \(name), each with a z of its own.")
    }

    private func figure(_ name: String, _ image: Image, _ caption: String) -> Figure {
        Figure(name: name, caption: "\(caption) \(Self.means)", content: .png(PNGFile.encode(image)))
    }
}
