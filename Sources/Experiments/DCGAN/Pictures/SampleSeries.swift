import Foundation
import SwiftletData
import SwiftletTrain

/// What the same noise becomes epoch after epoch: a grid for each epoch, and at the end all of them as an animation and, for
/// some of the noise, side by side.
struct SampleSeries {
    private let directory: RunDirectory
    private var grids: [Image] = []
    private var rows: [[Image]] = []

    /// Time for which the animation shows an epoch and the last one.
    private static let (delay, lastDelay) = (250, 2000)
    /// Pictures of the strip that share their noise across epochs, and most epochs in it.
    private static let (stripRows, stripColumns) = (4, 16)
    private static let prefix = "samples-epoch-"

    /// A series whose files lie in a run directory.
    init(_ directory: RunDirectory) { self.directory = directory }

    /// Files of an earlier run in the folder that is about to be overwritten.
    static func leftovers(in folder: String?) -> Set<String> {
        let names = folder.flatMap { try? FileManager.default.contentsOfDirectory(atPath: $0) } ?? []
        return Set(names.filter { $0.hasPrefix(prefix) && $0.hasSuffix(".png") })
    }

    /// Writes an epoch's grid as `samples-epoch-003.png` and, as the latest, `samples.png`.
    mutating func append(_ samples: ImageSet, epoch: Int) throws {
        let grid = SampleGrid.image(of: samples)
        grids.append(grid)
        rows.append((0..<min(Self.stripRows, samples.count)).map { samples[$0] })
        let number = String(printf: "%03ld", epoch)
        try PNGFile.write(grid, to: directory.path("\(Self.prefix)\(number).png"))
        try directory.write(
            figure: Figure(
                name: "samples",
                caption: "Pictures from the fixed noise after epoch \(epoch).",
                alternativeText: "A grid of \(samples.count) generated pictures.",
                content: .png(PNGFile.encode(grid))))
    }

    /// Writes the animation and the strip.
    func finish() throws {
        guard grids.count > 1 else { return }
        let animation = AnimatedPNG.encode(
            frames: grids, delayMilliseconds: Self.delay, lastDelayMilliseconds: Self.lastDelay)
        try directory.write(
            figure: Figure(
                name: "series", caption: "The same noise after each of \(grids.count) epochs, as an animation.",
                content: .png(animation)))
        let epochs = Self.spread(grids.count, over: Self.stripColumns)
        let strip = ImageGrid(columns: epochs.count, scale: SampleGrid.scale(for: rows[0][0].width))
            .image(of: rows[0].indices.flatMap { row in epochs.map { rows[$0][row] } })
        let names = epochs.map { "\($0 + 1)" }.joined(separator: ", ")
        try directory.write(
            figure: Figure(
                name: "strip", caption: "The same noise (a row each) after epochs \(names).",
                content: .png(PNGFile.encode(strip))))
    }

    /// At most `most` whole numbers below `count`, evenly spread, the last among them.
    static func spread(_ count: Int, over most: Int) -> [Int] {
        guard count > most else { return Array(0..<count) }
        return (0..<most).map { ($0 + 1) * count / most - 1 }
    }
}
