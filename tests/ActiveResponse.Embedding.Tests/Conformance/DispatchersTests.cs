using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using ActiveResponse.Configuration;
using ActiveResponse.Dispatch;
using ActiveResponse.Ossec.ManagerQueues;
using ActiveResponse.Testing;
using ActiveResponse.Testing.Conformance;

namespace ActiveResponse.Embedding.Tests.Conformance;

/// <summary>The fleet in one process.</summary>
public sealed class InProcessFleetConformanceTests : OrderDispatcherConformance, IAsyncLifetime
{
    private readonly InProcessFleet _fleet = new();
    private readonly Dictionary<string, FleetHost> _agents = [];
    private IOrderDispatcher? _dispatcher;

    protected override IReadOnlyList<string> Agents => ["001", "002"];

    protected override string UnknownAgent => "099";

    public async ValueTask InitializeAsync()
    {
        await _fleet.AddServerAsync(
            ActiveResponseConfig.Empty,
            builder => builder.Decorate<IOrderDispatcher>((inner, _) => _dispatcher = inner)
        );
        foreach (var id in Agents)
        {
            _agents[id] = await _fleet.AddAgentAsync(id, $"web{id}");
        }
    }

    public async ValueTask DisposeAsync() => await _fleet.DisposeAsync();

    protected override ValueTask<IOrderDispatcher> CreateAsync() => ValueTask.FromResult(_dispatcher!);

    // Each order was answered before the next was sent.
    protected override ValueTask<IReadOnlyList<string>> ReceivedAsync(string agent) =>
        ValueTask.FromResult<IReadOnlyList<string>>([
            .. _agents[agent]
                .Observer.Actions.Where(static action => action.Outcome == Responders.ActionOutcome.Applied)
                .Select(static action => $"{action.Order.Subject}"),
        ]);

    protected override ValueTask CutOffAsync()
    {
        foreach (var agent in _agents.Values)
        {
            _fleet.TakeAway(agent);
        }

        return ValueTask.CompletedTask;
    }
}

/// <summary>A manager's queues. They tell nothing of agents: what comes out at the queue is what is looked at.</summary>
public sealed partial class ManagerQueueConformanceTests : OrderDispatcherConformance, IDisposable
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("arq-");
    private readonly ConcurrentQueue<string> _messages = new();
    private readonly Socket _remoted = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly ManagerQueueDispatcher _dispatcher;

    public ManagerQueueConformanceTests()
    {
        var folder = _home.CreateSubdirectory("queue").CreateSubdirectory("alerts");
        _remoted.Bind(new UnixDomainSocketEndPoint(Path.Combine(folder.FullName, "ar")));
        _dispatcher = new ManagerQueueDispatcher(
            new ManagerQueueOptions { Home = _home.FullName },
            ConfigDialect.Ossec,
            TimeProvider.System
        );
        _ = Task.Run(Read);
    }

    protected override IReadOnlyList<string> Agents => ["007"];

    public void Dispose()
    {
        _dispatcher.Dispose();
        _remoted.Dispose();
        _home.Delete(recursive: true);
    }

    protected override ValueTask<IOrderDispatcher> CreateAsync() => ValueTask.FromResult<IOrderDispatcher>(_dispatcher);

    protected override ValueTask<IReadOnlyList<string>> ReceivedAsync(string agent) =>
        ValueTask.FromResult<IReadOnlyList<string>>([
            .. _messages
                .Where(static message => message.Contains(" firewall-drop600 ", StringComparison.Ordinal))
                .Select(static message => Address().Match(message).Value),
        ]);

    protected override ValueTask CutOffAsync()
    {
        _remoted.Dispose();
        File.Delete(Path.Combine(_home.FullName, "queue", "alerts", "ar"));
        return ValueTask.CompletedTask;
    }

    private void Read()
    {
        var buffer = new byte[70_000];
        try
        {
            while (true)
            {
                _messages.Enqueue(Encoding.UTF8.GetString(buffer, 0, _remoted.Receive(buffer)));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    [GeneratedRegex(@"(203\.0\.113|198\.51\.100)\.\d+")]
    private static partial Regex Address();
}
