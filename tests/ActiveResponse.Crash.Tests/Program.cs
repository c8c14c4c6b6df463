using System.Globalization;
using ActiveResponse.Crash.Tests.Agent;

namespace ActiveResponse.Crash.Tests;

/// <summary>This assembly as the agent that its own tests kill.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] arguments) =>
        arguments switch
        {
            [var folder, var plan, var hours] => await CrashAgent.RunAsync(
                folder,
                plan,
                TimeSpan.FromHours(int.Parse(hours, CultureInfo.InvariantCulture))
            ),
            _ => 2,
        };
}
