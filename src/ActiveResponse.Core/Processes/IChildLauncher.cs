namespace ActiveResponse.Processes;

/// <summary>Starts a program with three pipes.</summary>
internal interface IChildLauncher
{
    /// <summary>Whether arguments may contain bytes that aren't UTF-8.</summary>
    bool TakesBytes { get; }

    Task<ChildStart> StartAsync(LaunchPlan plan);

    /// <summary>
    /// Interprets a result that may come from a helper that failed to become the program; without a helper it is the program's own.
    /// </summary>
    CommandResult Judge(CommandResult result, LaunchPlan plan) => result;
}

/// <summary>A started program, or why there is none.</summary>
internal readonly record struct ChildStart(IChild? Child, StartFailure Failure, string Detail)
{
    public static ChildStart Of(IChild child) => new(child, default, "");

    public static ChildStart Failed(StartFailure failure, string detail) => new(null, failure, detail);
}
