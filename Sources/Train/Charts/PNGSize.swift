/// Width and height of a PNG file, read from its first bytes; a square of 1 pixel for anything else.
struct PNGSize: Equatable {
    let width: Int
    let height: Int

    init(of png: some Collection<UInt8>) {
        let header = PNGHeader(png)
        (width, height) = (max(header?.width ?? 1, 1), max(header?.height ?? 1, 1))
    }

    /// The size at which the longer side is this long.
    func fitted(into side: Double) -> (width: Double, height: Double) {
        let longer = Double(max(width, height))
        return (side * Double(width) / longer, side * Double(height) / longer)
    }
}
