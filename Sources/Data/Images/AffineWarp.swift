import Foundation

/// Where each pixel of a warped picture comes from: an affine map about the centre, read bilinearly.
struct AffineWarp {
    private let width: Int
    private let height: Int
    /// Source column and row are (xx · column + xy · row + x0, yx · column + yy · row + y0).
    private let xx: Float
    private let xy: Float
    private let x0: Float
    private let yx: Float
    private let yy: Float
    private let y0: Float

    /// The inverse of: mirror, scale and turn about the centre, then move.
    init(_ draw: Augmentation.Draw, width: Int, height: Int) {
        self.width = width
        self.height = height
        let mirror: Float = draw.isFlipped ? -1 : 1
        let (cosine, sine) = (Foundation.cos(draw.angle) / draw.scale, Foundation.sin(draw.angle) / draw.scale)
        (xx, xy) = (mirror * cosine, mirror * sine)
        (yx, yy) = (-sine, cosine)
        let center = (x: Float(width - 1) / 2, y: Float(height - 1) / 2)
        let moved = (x: center.x + draw.shiftX * Float(width), y: center.y + draw.shiftY * Float(height))
        x0 = center.x - xx * moved.x - xy * moved.y
        y0 = center.y - yx * moved.x - yy * moved.y
    }

    /// The warped planes (channels x height x width).
    func applied(to planes: [Float], channels: Int) -> [Float] {
        let area = width * height
        let (lastColumn, lastRow) = (Float(width - 1), Float(height - 1))
        return [Float](unsafeUninitializedCapacity: planes.count) { result, filled in
            planes.withUnsafeBufferPointer { planes in
                for row in 0..<height {
                    let rowX = xy * Float(row) + x0
                    let rowY = yy * Float(row) + y0
                    for column in 0..<width {
                        // Clamping the place replicates the border.
                        let x = min(max(xx * Float(column) + rowX, 0), lastColumn)
                        let y = min(max(yx * Float(column) + rowY, 0), lastRow)
                        let (left, top) = (Int(x), Int(y))
                        let (fractionX, fractionY) = (x - Float(left), y - Float(top))
                        let right = min(left + 1, width - 1)
                        let (upper, lower) = (top * width, min(top + 1, height - 1) * width)
                        for channel in 0..<channels {
                            let plane = channel * area
                            let above =
                                planes[plane + upper + left] * (1 - fractionX)
                                + planes[plane + upper + right] * fractionX
                            let below =
                                planes[plane + lower + left] * (1 - fractionX)
                                + planes[plane + lower + right] * fractionX
                            result[plane + row * width + column] = above * (1 - fractionY) + below * fractionY
                        }
                    }
                }
            }
            filled = planes.count
        }
    }
}
