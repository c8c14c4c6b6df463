using System.Globalization;
using ActiveResponse.Crash.Tests.Agent;
using ActiveResponse.Crash.Tests.Fleet;
using Xunit.Runner.InProc.SystemConsole;

namespace ActiveResponse.Crash.Tests;

/// <summary>This assembly as its tests, or as the agent or host of a fleet that they kill.</summary>
internal static class Program
{
    /// <summary>The first argument of the agent; without it the arguments are the test runner's.</summary>
    public const string Agent = "agent";

    /// <summary>The first argument of a host of a fleet.</summary>
    public const string FleetMember = "fleet-member";

    public static async Task<int> Main(string[] arguments) =>
        arguments switch
        {
            [Agent, var folder, var plan, var hours] => await CrashAgent.RunAsync(
                folder,
                plan,
                TimeSpan.FromHours(int.Parse(hours, CultureInfo.InvariantCulture))
            ),
            [FleetMember, var folder, var name, var plan, var hours] => await CrashMember.RunAsync(
                folder,
                name,
                plan,
                TimeSpan.FromHours(int.Parse(hours, CultureInfo.InvariantCulture))
            ),
            _ => await ConsoleRunner.Run(arguments),
        };
}
