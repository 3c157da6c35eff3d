import Testing

@testable import SwiftletData

@Suite struct ImageGridTests {
    let one = Image(width: 2, height: 1, channels: 1, pixels: [1, 2])
    let two = Image(width: 2, height: 1, channels: 1, pixels: [3, 4])
    let three = Image(width: 2, height: 1, channels: 1, pixels: [5, 6])

    @Test func rowsColumnsAndGaps() {
        let grid = ImageGrid(columns: 2, gap: 1, background: 9).image(of: [one, two, three])
        #expect(grid.width == 7 && grid.height == 5)
        #expect(
            grid.pixels == [
                9, 9, 9, 9, 9, 9, 9,
                9, 1, 2, 9, 3, 4, 9,
                9, 9, 9, 9, 9, 9, 9,
                9, 5, 6, 9, 9, 9, 9,
                9, 9, 9, 9, 9, 9, 9,
            ])
        let bare = ImageGrid(columns: 3, gap: 0).image(of: [one, two, three])
        #expect(bare == Image(width: 6, height: 1, channels: 1, pixels: [1, 2, 3, 4, 5, 6]))
    }

    @Test func scale() {
        let grid = ImageGrid(columns: 1, gap: 1, background: 0, scale: 2).image(of: [one])
        #expect(grid.width == 6 && grid.height == 4)
        #expect(grid.pixels[6..<18] == [0, 1, 1, 2, 2, 0, 0, 1, 1, 2, 2, 0])
    }

    @Test func colorSpreads() {
        let color = Image(width: 2, height: 1, channels: 3, pixels: [10, 20, 30, 40, 50, 60])
        let grid = ImageGrid(columns: 2, gap: 0).image(of: [one, color])
        #expect(grid.channels == 3)
        #expect(grid.pixels == [1, 1, 1, 2, 2, 2, 10, 20, 30, 40, 50, 60])
        #expect(
            color.enlarged(2).pixels == [
                10, 20, 30, 10, 20, 30, 40, 50, 60, 40, 50, 60, 10, 20, 30, 10, 20, 30, 40, 50, 60, 40, 50, 60,
            ])
    }
}
