import DCGANExperiment
import ExperimentSupport

DCGANCommand.runProgram()
