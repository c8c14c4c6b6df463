using System.Globalization;
using ActiveResponse.Crash.Tests.Agent;
using Xunit.Runner.InProc.SystemConsole;

namespace ActiveResponse.Crash.Tests;

/// <summary>This assembly as its tests, or as the agent that they kill.</summary>
internal static class Program
{
    /// <summary>The first argument of the agent; without it the arguments are the test runner's.</summary>
    public const string Agent = "agent";

    public static async Task<int> Main(string[] arguments) =>
        arguments switch
        {
            [Agent, var folder, var plan, var hours] => await CrashAgent.RunAsync(
                folder,
                plan,
                TimeSpan.FromHours(int.Parse(hours, CultureInfo.InvariantCulture))
            ),
            _ => await ConsoleRunner.Run(arguments),
        };
}
