/// Everything that decides what a comparison computes; `config.json` of its run directory.
struct ComparisonConfiguration: Codable, Equatable {
    /// What all networks share. Its network and its seed are the first of those below.
    var base: TextConfiguration
    /// The networks in the order of the grid.
    var networks: [ModelConfiguration]
    /// The seeds that each network is trained from.
    var seeds: [UInt64]

    /// The networks of the grid, which take everything but kernel size and pooling from `base`; at least one seed.
    init(_ base: TextConfiguration, seeds: [UInt64]) {
        networks = ComparisonGrid.cells.map { cell in
            var network = base.model
            network.kernelSizes = [cell.kernelSize]
            network.pooling = cell.pooling
            return network
        }
        self.base = base
        self.base.model = networks[0]
        self.base.seed = seeds[0]
        self.seeds = seeds
    }
}
