import Foundation

/// Finds places for small labels next to their points, where they cover neither a point nor one another.
struct LabelPlacement {
    struct Box {
        var left: Double
        var top: Double
        var width: Double
        var height: Double

        init(center: (x: Double, y: Double), width: Double, height: Double) {
            (left, top) = (center.x - width / 2, center.y - height / 2)
            (self.width, self.height) = (width, height)
        }

        var right: Double { left + width }
        var bottom: Double { top + height }

        func meets(_ other: Box) -> Bool {
            left < other.right && other.left < right && top < other.bottom && other.top < bottom
        }

        func lies(within other: Box) -> Bool {
            left >= other.left && right <= other.right && top >= other.top && bottom <= other.bottom
        }
    }

    /// Labels stay within this.
    let area: Box
    private var taken: [Box]

    init(area: Box, obstacles: [Box]) {
        self.area = area
        taken = obstacles
    }

    /// The centre of the nearest free place around a point; the point itself if all places up to some distance are taken.
    mutating func place(width: Double, height: Double, around point: (x: Double, y: Double)) -> (x: Double, y: Double) {
        for distance in stride(from: 9.0, through: 150, by: 5) {
            let directions = distance < 12 ? 8 : 24
            for direction in 0..<directions {
                // From the right, turning upwards.
                let angle = -Double(direction) / Double(directions) * 2 * .pi
                let center = (
                    x: point.x + cos(angle) * (distance + width / 4), y: point.y + sin(angle) * distance
                )
                let box = Box(center: center, width: width, height: height)
                if box.lies(within: area), !taken.contains(where: box.meets) {
                    taken.append(box)
                    return center
                }
            }
        }
        return point
    }
}
