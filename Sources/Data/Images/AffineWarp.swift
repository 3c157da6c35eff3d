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

    /// Writes the warped planes (channels x height x width) to `result`, which has room for as many values and is another
    /// array than `planes`.
    func apply(to planes: UnsafePointer<Float>, channels: Int, result: UnsafeMutablePointer<Float>) {
        for channel in 0..<channels {
            applyToPlane(planes + channel * width * height, result: result + channel * width * height)
        }
    }

    /// One plane. Every place is clamped to the picture, so no index can overflow: unchecked operators keep the loop short.
    private func applyToPlane(_ plane: UnsafePointer<Float>, result: UnsafeMutablePointer<Float>) {
        let (lastColumn, lastRow) = (Float(width - 1), Float(height - 1))
        for row in 0..<height {
            let rowX = xy * Float(row) + x0
            let rowY = yy * Float(row) + y0
            let resultRow = result + row * width
            for column in 0..<width {
                // Clamping the place replicates the border.
                let x = min(max(xx * Float(column) + rowX, 0), lastColumn)
                let y = min(max(yx * Float(column) + rowY, 0), lastRow)
                let (left, top) = (Int(Int32(x)), Int(Int32(y)))
                let (fractionX, fractionY) = (x - Float(left), y - Float(top))
                let right = min(left &+ 1, width &- 1)
                let upper = plane + top &* width
                let lower = plane + min(top &+ 1, height &- 1) &* width
                let above = upper[left] * (1 - fractionX) + upper[right] * fractionX
                let below = lower[left] * (1 - fractionX) + lower[right] * fractionX
                resultRow[column] = above * (1 - fractionY) + below * fractionY
            }
        }
    }
}
