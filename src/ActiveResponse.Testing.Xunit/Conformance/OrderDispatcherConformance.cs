using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using ActiveResponse.Configuration;
using ActiveResponse.Dispatch;
using ActiveResponse.Planning;
using Xunit;

namespace ActiveResponse.Testing.Conformance;

/// <summary>What every <see cref="IOrderDispatcher"/> must do. Derive from it in a test project; xunit finds the tests.</summary>
/// <remarks>Each test starts with a new object of the derived class and a transport on which nothing has been sent.</remarks>
public abstract class OrderDispatcherConformance
{
    /// <summary>The agents that can be reached, by their ids. At least one.</summary>
    protected abstract IReadOnlyList<string> Agents { get; }

    /// <summary>An agent that nobody has, or null where the transport can't know that. Default: null.</summary>
    protected virtual string? UnknownAgent => null;

    /// <summary>How long a test waits, by the real clock, for what must come. Default: 1 minute.</summary>
    protected virtual TimeSpan Patience => TimeSpan.FromMinutes(1);

    /// <summary>The dispatcher under test. Called once in a test.</summary>
    protected abstract ValueTask<IOrderDispatcher> CreateAsync();

    /// <summary>The addresses of the orders that have come out at an agent so far, in their order.</summary>
    /// <param name="agent">The agent, one of <see cref="Agents"/>.</param>
    protected abstract ValueTask<IReadOnlyList<string>> ReceivedAsync(string agent);

    /// <summary>Makes every agent unreachable.</summary>
    protected abstract ValueTask CutOffAsync();

    [Fact]
    public async Task An_order_for_one_agent_comes_out_there_and_nowhere_else()
    {
        var dispatcher = await CreateAsync();

        var result = await SendAsync(dispatcher, Order("203.0.113.9", Agents[0]));

        Assert.True(result.Sent, result.Detail);
        await ReceivedAsync(Agents[0], ["203.0.113.9"]);
        foreach (var other in Agents.Skip(1))
        {
            Assert.Empty(await ReceivedAsync(other));
        }
    }

    [Fact]
    public async Task An_order_for_all_agents_comes_out_at_each()
    {
        var dispatcher = await CreateAsync();

        var result = await SendAsync(dispatcher, Order("203.0.113.9", agent: null));

        Assert.True(result.Sent, result.Detail);
        foreach (var agent in Agents)
        {
            await ReceivedAsync(agent, ["203.0.113.9"]);
        }
    }

    [Fact]
    public async Task Orders_come_out_in_their_order_and_each_once()
    {
        var dispatcher = await CreateAsync();
        var addresses = Enumerable.Range(1, 50).Select(static i => $"203.0.113.{i}").ToList();

        foreach (var address in addresses)
        {
            Assert.True((await SendAsync(dispatcher, Order(address, Agents[0]))).Sent);
        }

        await ReceivedAsync(Agents[0], addresses);
    }

    [Fact]
    public async Task Orders_of_several_threads_all_come_out()
    {
        var dispatcher = await CreateAsync();
        var sent = new ConcurrentQueue<string>();

        await Parallel.ForEachAsync(
            Enumerable.Range(1, 40),
            async (i, _) =>
            {
                var address = $"198.51.100.{i}";
                if ((await SendAsync(dispatcher, Order(address, Agents[0]))).Sent)
                {
                    sent.Enqueue(address);
                }
            }
        );

        Assert.Equal(40, sent.Count);
        await ReceivedAsync(Agents[0], sent, inOrder: false);
    }

    [Fact]
    public async Task An_agent_that_nobody_has_is_no_success()
    {
        Assert.SkipWhen(UnknownAgent is null, "the transport can't know who is there");
        var dispatcher = await CreateAsync();

        var result = await SendAsync(dispatcher, Order("203.0.113.9", UnknownAgent));

        Assert.False(result.Sent, "nobody has it");
        Assert.NotEmpty(result.Detail);
    }

    [Fact]
    public async Task What_can_not_be_sent_is_said_and_not_thrown()
    {
        var dispatcher = await CreateAsync();
        await CutOffAsync();

        var result = await SendAsync(dispatcher, Order("203.0.113.9", Agents[0]));

        Assert.NotEmpty(result.Detail);
        Assert.False(
            result.Sent && result.Targets.All(static target => target.Status != DispatchStatus.Queued),
            "it says that it was sent, and it wasn't"
        );
    }

    [Fact]
    public async Task Hostile_values_get_an_answer_and_the_next_order_goes_out()
    {
        var dispatcher = await CreateAsync();
        string[] hostile = ["a\nb", "\0", "$(reboot)", "\"}", new string('x', 100_000), "\ud800"];

        foreach (var value in hostile)
        {
            var order = Order("203.0.113.9", Agents[0]);
            Assert.NotNull(await SendAsync(dispatcher, order with { ResponseName = value }));
            Assert.NotNull(
                await SendAsync(
                    dispatcher,
                    order with
                    {
                        Origin = order.Origin with { AlertId = value, Location = value, AgentName = value },
                    }
                )
            );
            Assert.NotNull(await SendAsync(dispatcher, order with { TargetAgent = value }));
            Assert.NotNull(await SendAsync(dispatcher, order with { Subject = order.Subject with { User = value } }));
        }

        Assert.True((await SendAsync(dispatcher, Order("198.51.100.7", Agents[0]))).Sent);
        await Eventually.HoldsAsync(
            async () => (await ReceivedAsync(Agents[0])).Contains("198.51.100.7"),
            Patience,
            static () => "the order after the hostile ones must come out"
        );
    }

    [Fact]
    public async Task An_attempt_that_was_cancelled_ends()
    {
        var dispatcher = await CreateAsync();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await CutOffAsync();

        try
        {
            var result = await dispatcher.DispatchAsync(Order("203.0.113.9", Agents[0]), cancelled.Token).AsTask().WaitAsync(Patience);
            Assert.NotEmpty(result.Detail);
        }
        catch (OperationCanceledException)
        {
            // As well.
        }
    }

    private static ResponseOrder Order(string address, string? agent) =>
        new()
        {
            ResponseName = "firewall-drop600",
            Command = new CommandDefinition
            {
                Name = "firewall-drop",
                Executable = "firewall-drop",
                Expect = ExpectedFields.SourceAddress,
                TimeoutAllowed = true,
            },
            Responder = "firewall-drop",
            Subject = Subject.Of(AddressPrefix.From(IPAddress.Parse(address))),
            Location = agent is null ? ResponseLocation.All : ResponseLocation.DefinedAgent,
            TargetAgent = agent,
            RunsHere = false,
            RunsElsewhere = true,
            Timeout = TimeSpan.FromMinutes(10),
            Origin = new ResponseOrigin
            {
                AlertId = "1754300000.1",
                RuleId = 5712,
                Level = 10,
            },
        };

    // Every answer must be whole, whatever became of the order.
    private async Task<DispatchResult> SendAsync(IOrderDispatcher dispatcher, ResponseOrder order)
    {
        var result = await dispatcher.DispatchAsync(order, CancellationToken.None).AsTask().WaitAsync(Patience);
        Assert.NotNull(result);
        Assert.NotNull(result.Detail);
        if (!result.Targets.IsDefaultOrEmpty)
        {
            Assert.Equal(result.Targets.Any(static target => target.IsSent), result.Sent);
            Assert.All(result.Targets, static target => Assert.NotEmpty(target.Host));
        }

        return result;
    }

    private async Task ReceivedAsync(string agent, IReadOnlyCollection<string> expected, bool inOrder = true)
    {
        IReadOnlyList<string> received = [];
        await Eventually.HoldsAsync(
            async () => (received = await ReceivedAsync(agent)).Count >= expected.Count,
            Patience,
            () => $"{expected.Count} orders must come out at {agent}, and {received.Count} did"
        );

        if (inOrder)
        {
            Assert.Equal(expected, received);
        }
        else
        {
            Assert.Equal(expected.Order(StringComparer.Ordinal), received.Order(StringComparer.Ordinal));
        }
    }
}
