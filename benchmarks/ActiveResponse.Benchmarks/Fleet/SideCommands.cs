using System.Diagnostics;
using System.Globalization;

namespace ActiveResponse.Benchmarks.Fleet;

/// <summary>What can be asked of a side, in its own process, each by a line of text.</summary>
internal sealed class SideCommands(IFleetSide side, FleetRunSettings settings)
{
    private const int AtOnce = 256;

    // Agents report an order within a second; whatever comes next begins after that.
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(3);

    // After so many the code is compiled as it stays.
    private const int WarmOrders = 500;
    private int _next;

    /// <summary>Does what it is told, and answers with its figures.</summary>
    public async Task<double[]> RunAsync(string command) =>
        command switch
        {
            "memory" => Memory(),
            "warm" => await WarmAsync(),
            "connect" => await ConnectAsync(),
            "all" => await ToAllAsync(),
            "all-signed" => await SigningAsync(ToAllAsync),
            "absent" => await ToAbsentAsync(),
            "absent-signed" => await SigningAsync(ToAbsentAsync),
            "single" => await ToSinglesAsync(),
            "single-signed" => await SigningAsync(ToSinglesAsync),
            "reconnect" => await ReconnectAsync(),
            _ => throw new ArgumentException(command),
        };

    /// <summary>Answers commands of another process until that ends.</summary>
    public async Task ServeAsync()
    {
        while (await Console.In.ReadLineAsync() is { } command)
        {
            var figures = await RunAsync(command);
            Console.WriteLine(string.Join(' ', figures.Select(static figure => figure.ToString("R", CultureInfo.InvariantCulture))));
        }
    }

    /// <summary>Bytes that are left once everything is collected: managed, and resident.</summary>
    private static double[] Memory()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        return [GC.GetTotalMemory(forceFullCollection: true), Environment.WorkingSet];
    }

    private async Task<double[]> ConnectAsync()
    {
        var start = Stopwatch.GetTimestamp();
        await side.ConnectAsync();
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        await Task.Delay(Calm);
        return [seconds];
    }

    private async Task<double[]> ToAllAsync()
    {
        await Task.Delay(Calm);
        side.Arrivals.Expect(settings.Agents);
        var (start, used) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        await side.SendToAllAsync();
        var last = await side.Arrivals.WhenAllAsync();
        return [Stopwatch.GetElapsedTime(start, last).TotalMilliseconds, (Environment.CpuUsage.TotalTime - used).TotalMilliseconds];
    }

    private async Task<double[]> SigningAsync(Func<Task<double[]>> measure)
    {
        var bare = (BareStage)side;
        (bare.Checks, bare.Signs) = (true, true);
        var figures = await measure();
        (bare.Checks, bare.Signs) = (false, false);
        return figures;
    }

    private async Task<double[]> WarmAsync()
    {
        for (var i = 0; i < WarmOrders; i++)
        {
            side.Arrivals.Expect(1);
            await side.SendToOneAsync(i % settings.Agents);
            await side.Arrivals.WhenAllAsync();
        }

        return [WarmOrders];
    }

    // To hosts that aren't there: what the sender can do, whoever receives it.
    private async Task<double[]> ToAbsentAsync()
    {
        await Task.Delay(Calm);
        var (start, used) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        await SendToSinglesAsync(settings.Agents);
        return [Stopwatch.GetElapsedTime(start).TotalSeconds, (Environment.CpuUsage.TotalTime - used).TotalSeconds];
    }

    private async Task<double[]> ToSinglesAsync()
    {
        await Task.Delay(Calm);
        side.Arrivals.Expect(settings.Singles);
        var (start, used) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        await SendToSinglesAsync(0);
        var last = await side.Arrivals.WhenAllAsync();
        return [Stopwatch.GetElapsedTime(start, last).TotalSeconds, (Environment.CpuUsage.TotalTime - used).TotalSeconds];
    }

    private Task SendToSinglesAsync(int first) =>
        Parallel.ForAsync(
            0,
            settings.Singles,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (_, _) => await side.SendToOneAsync(first + (int)((uint)Interlocked.Increment(ref _next) % settings.Agents))
        );

    // The server was killed and is there again. Meanwhile one message to all was sent, which comes after the reconnect: what changed.
    private async Task<double[]> ReconnectAsync()
    {
        side.Arrivals.Expect(settings.Agents);
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await side.SendToAllAsync();
                break;
            }
            catch (Exception)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50));
            }
        }

        var last = await side.Arrivals.WhenAllAsync();
        await Task.Delay(Calm);
        return [Stopwatch.GetElapsedTime(start, last).TotalSeconds];
    }
}
