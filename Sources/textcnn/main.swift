import ExperimentSupport
import TextCNNExperiment

TextCNNCommand.runProgram()
