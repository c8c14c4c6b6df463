using System.Globalization;
using ActiveResponse.Crash.Tests.Support;

namespace ActiveResponse.Crash.Tests.Fleet;

/// <summary>The processes of a fleet that are alive.</summary>
internal sealed class FleetHosts(FleetLab lab) : IDisposable
{
    public static readonly IReadOnlyList<string> Names = [FleetConfig.Issuer, FleetConfig.First, FleetConfig.Second];

    private readonly Dictionary<string, AgentProcess> _alive = new(StringComparer.Ordinal);

    /// <summary>All they have said, for when something is wrong.</summary>
    public string Said => string.Join('\n', _alive.Select(static pair => $"--- {pair.Key}\n{pair.Value.Said}"));

    public void Send(string name, string line) => _alive[name].Send(line);

    /// <summary>Starts who is dead; ends when all have started.</summary>
    public async Task StartMissingAsync(int hoursAhead)
    {
        foreach (var name in Names.Where(name => !_alive.ContainsKey(name)))
        {
            _alive[name] = lab.Start(name, "none", hoursAhead);
        }

        foreach (var process in _alive.Values.Where(static process => !process.IsStarted))
        {
            process.IsStarted = await process.ReadAsync("started") is not null;
            process.IsStarted.Should().BeTrue("nothing kills it: {0}", process.Said);
        }
    }

    /// <summary>Waits until the issuer has taken in every alert and the server has every order.</summary>
    public Task PublishedAsync() => AskAsync(FleetConfig.Issuer, "publish", "published");

    /// <summary>Waits until all is quiet.</summary>
    /// <returns>What the issuer has ordered, or the agent has in place, and until when, in milliseconds; null for until lifted.</returns>
    public async Task<Dictionary<string, long?>> SettledAsync(string name) =>
        (await AskAsync(name, "settle", "settled"))
            .Select(static line => line.Split(' '))
            .Where(static parts => parts is ["order", _, _])
            .ToDictionary(
                static parts => parts[1],
                static parts => parts[2] == "never" ? (long?)null : long.Parse(parts[2], CultureInfo.InvariantCulture),
                StringComparer.Ordinal
            );

    /// <summary>Has the issuer lift addresses.</summary>
    /// <returns>Those whose lift it has answered.</returns>
    public async Task<List<string>> LiftAsync(IEnumerable<string> addresses) =>
        [
            .. (await AskAsync(FleetConfig.Issuer, "lift " + string.Join(' ', addresses), "lifted"))
                .Where(static line => line.StartsWith("lifted ", StringComparison.Ordinal))
                .Select(static line => line["lifted ".Length..]),
        ];

    /// <summary>Waits until one has killed itself at a step.</summary>
    public async Task DeadAsync(string name, string step)
    {
        _alive.Remove(name, out var process);
        using (process)
        {
            (await process!.ReadAsync("never")).Should().BeNull();
            process.DiedAt.Should().Be(step, "it must come to that: {0}", process.Said);
        }
    }

    /// <summary>SIGKILL, at once; ends when it is gone.</summary>
    public async Task KillAsync(string name)
    {
        _alive.Remove(name, out var process);
        using (process)
        {
            await process!.KillAsync();
        }
    }

    public void Dispose()
    {
        foreach (var process in _alive.Values)
        {
            process.Dispose();
        }
    }

    private async Task<IReadOnlyList<string>> AskAsync(string name, string line, string until)
    {
        var process = _alive[name];
        process.Send(line);
        try
        {
            (await process.ReadAsync(until)).Should().NotBeNull("nothing kills it: {0}", process.Said);
        }
        catch (TimeoutException)
        {
            throw new InvalidOperationException($"{name} doesn't come to say {until}\n{Said}");
        }

        return process.Told;
    }
}
