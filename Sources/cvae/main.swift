import CVAEExperiment
import ExperimentSupport

CVAECommand.runProgram()
