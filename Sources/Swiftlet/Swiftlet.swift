// One import for users of the library: `import Swiftlet` brings every layer.
@_exported import SwiftletData
@_exported import SwiftletEvaluation
@_exported import SwiftletNN
@_exported import SwiftletONNX
@_exported import SwiftletOptim
@_exported import SwiftletTensor
@_exported import SwiftletTrain
