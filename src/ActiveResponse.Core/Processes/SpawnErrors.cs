using System.Runtime.InteropServices;

namespace ActiveResponse.Processes;

/// <summary>Maps the error number of a failed spawn to a reason. Linux uses the same numbers on every architecture.</summary>
internal static class SpawnErrors
{
    public static ChildStart Explain(int error, LaunchPlan plan)
    {
        var program = plan.Executable;
        if (!Directory.Exists(plan.WorkingDirectory))
        {
            return ChildStart.Failed(StartFailure.BadWorkingDirectory, $"the working directory {plan.WorkingDirectory} is not there");
        }

        return error switch
        {
            _ when Directory.Exists(plan.FullPath) => ChildStart.Failed(StartFailure.NotPermitted, $"{program} is a folder"),
            2 or 20 or 40 when !File.Exists(plan.FullPath) => ChildStart.Failed(StartFailure.NotFound, $"{program} is not there"),
            2 or 20 or 40 => ChildStart.Failed(
                StartFailure.MissingInterpreter,
                $"the interpreter that {program} names in its first line, or its loader, is not there"
            ),
            1 or 13 => ChildStart.Failed(StartFailure.NotPermitted, $"{program} may not be executed"),
            8 => ChildStart.Failed(StartFailure.BadFormat, $"{program} isn't a program of this platform and has no #! line"),
            26 => ChildStart.Failed(StartFailure.Busy, $"{program} is open for writing somewhere"),
            7 or 36 => ChildStart.Failed(StartFailure.BadArgument, $"the arguments of {program} are too long"),
            11 or 12 or 23 or 24 => ChildStart.Failed(StartFailure.OutOfResources, $"{program}: {Marshal.GetPInvokeErrorMessage(error)}"),
            _ => ChildStart.Failed(StartFailure.Other, $"{program}: {Marshal.GetPInvokeErrorMessage(error)}"),
        };
    }
}
