using System.Diagnostics;
using ActiveResponse.CliWrap;
using ActiveResponse.Processes;
using Microsoft.Extensions.DependencyInjection;

// Both runners start the same program in turn, so that whatever else the machine does meets both alike.
const int Rounds = 200;
var command = new CommandInvocation("/bin/true");
var defaults = new ServiceCollection();
defaults.AddActiveResponse();
var cliWrap = new ServiceCollection();
cliWrap.AddActiveResponse().UseCliWrap();
var runners = new[] { defaults, cliWrap }.Select(static services => services.BuildServiceProvider().GetRequiredService<ICommandRunner>()).ToArray();
var times = new[] { new List<double>(), new List<double>() };
for (var round = -20; round < Rounds; round++)
{
    for (var turn = 0; turn < 2; turn++)
    {
        var which = (round & 1) == 0 ? turn : 1 - turn;
        var start = Stopwatch.GetTimestamp();
        var result = await runners[which].RunAsync(command, CancellationToken.None);
        if (!result.IsSuccess)
        {
            Console.Error.WriteLine($"{command.Executable}: {result.Outcome} {result.Detail}");
            return 1;
        }

        // The first rounds only warm up.
        if (round >= 0)
        {
            times[which].Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
    }
}

times.ToList().ForEach(static list => list.Sort());
double[] medians = [times[0][Rounds / 2], times[1][Rounds / 2]];
Console.WriteLine(FormattableString.Invariant($"default: median {medians[0]:0.00} ms, sum {times[0].Sum():0} ms"));
Console.WriteLine(FormattableString.Invariant($"CliWrap: median {medians[1]:0.00} ms, sum {times[1].Sum():0} ms"));
Console.WriteLine(FormattableString.Invariant($"ratio of the medians: {medians[1] / medians[0]:0.00}"));
return 0;
