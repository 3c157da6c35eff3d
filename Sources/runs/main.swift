import ExperimentSupport

RunsCommand.runProgram()
