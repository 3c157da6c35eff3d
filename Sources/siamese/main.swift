import ExperimentSupport
import SiameseExperiment

SiameseCommand.runProgram()
