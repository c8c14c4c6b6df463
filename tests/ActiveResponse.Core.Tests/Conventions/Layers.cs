namespace ActiveResponse.Tests.Conventions;

/// <summary>The folders of the library in the order data flows; each uses only those before it.</summary>
internal static class Layers
{
    public const string Project = "src/ActiveResponse.Core";

    public static IReadOnlyList<string> InOrder { get; } =
    [
        "Diagnostics",
        "Isolation",
        "Platform",
        "Configuration",
        "DaemonJson",
        "Tables",
        "Alerts",
        "Matching",
        "Planning",
        "Guards",
        "Dispatch",
        "Processes",
        "Responders",
        "State",
        "Timeouts",
        "Execution",
        "Notifications",
        "Reconciliation",
        "DependencyInjection",
    ];
}
