import TextCNNExperiment

TextCNNCommand.runProgram()
