import SwiftletData

/// Pictures in rows and columns, enlarged so that small ones can be seen.
enum SampleGrid {
    /// A grid that is about as wide as high, or has the given columns.
    static func image(of pictures: ImageSet, columns: Int? = nil) -> Image {
        let columns = columns ?? max(1, Int(Double(pictures.count).squareRoot().rounded(.up)))
        return ImageGrid(columns: columns, scale: scale(for: pictures.width))
            .image(of: (0..<pictures.count).map { pictures[$0] })
    }

    /// How many times pictures of a width are enlarged.
    static func scale(for width: Int) -> Int { width < 64 ? 2 : 1 }
}
