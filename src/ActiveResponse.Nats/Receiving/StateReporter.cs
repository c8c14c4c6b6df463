using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using ActiveResponse.Diagnostics;
using ActiveResponse.Nats.Connecting;
using ActiveResponse.Nats.Reports;
using ActiveResponse.Planning;
using Microsoft.Extensions.Logging;
using NATS.Client.Core;

namespace ActiveResponse.Nats.Receiving;

/// <summary>Reports an agent's state: soon after a change, at most once a second, and at intervals when nothing changes.</summary>
internal sealed class StateReporter(AgentContext agent, IReadOnlyList<TargetReader> readers)
{
    private const string TimeHeader = "Nats-Time-Stamp";
    private static readonly TimeSpan LeastDistance = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ClockCheckEvery = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ClockStep = TimeSpan.FromSeconds(1);
    private static readonly string Version =
        typeof(StateReporter).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
        ?? "";

    private readonly DateTimeOffset _startedAt = agent.Clock.GetUtcNow();
    private readonly string _agentId = FleetTarget.Plain(agent.Options.Credentials.AgentId!);
    private (DateTimeOffset At, long Timestamp)? _clockChecked;

    /// <summary>How far this host's clock is ahead of the server's; null if unknown.</summary>
    public TimeSpan? ClockAhead { get; private set; }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var changed = agent.Record.WhenChanged;
            try
            {
                await ReportAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                // The next report follows shortly, and a lost connection is logged elsewhere.
                agent.Logger.StateNotReported(SafeText.Of(e.Message, 400));
            }

            await Task.Delay(LeastDistance, agent.Clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await changed
                .WaitAsync(agent.Options.StateInterval - LeastDistance, agent.Clock, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Reports once, if connected.</summary>
    public async Task ReportAsync(CancellationToken cancellationToken)
    {
        if (agent.Connection.Nats.ConnectionState != NatsConnectionState.Open)
        {
            return;
        }

        var state = await StateAsync(cancellationToken).ConfigureAwait(false);
        await agent
            .Connection.Nats.PublishAsync(
                agent.Connection.Subjects.StateOf(_agentId),
                AgentStateJson.Write(state),
                serializer: NatsRawSerializer<byte[]>.Default,
                cancellationToken: cancellationToken
            )
            .ConfigureAwait(false);
        await CheckClockAsync(state, cancellationToken).ConfigureAwait(false);
    }

    private async Task<AgentState> StateAsync(CancellationToken cancellationToken)
    {
        var done = readers
            .Where(static reader => reader.Done is not null)
            .Select(static reader => (reader.Target, Done: reader.Done!))
            .ToList();
        var epoch = done.Select(static one => one.Done.Epoch).FirstOrDefault();
        return new AgentState
        {
            AgentId = agent.Options.Credentials.AgentId!,
            Name = agent.Host.AgentName,
            HostName = Environment.MachineName,
            Version = Version,
            Labels = [.. agent.Host.Labels.Order(StringComparer.Ordinal)],
            At = agent.Clock.GetUtcNow(),
            StartedAt = _startedAt,
            Epoch = epoch,

            // A place in the stream that was there before says nothing about this one.
            Positions = done.Where(one => one.Done.Epoch == epoch)
                .ToImmutableDictionary(static one => one.Target.ToString(), static one => one.Done.Sequence),
            InPlace = (await agent.Engine.ListAsync(cancellationToken).ConfigureAwait(false)).Count,
            IsDryRun = agent.IsDryRun,
            IsHalted = agent.Rules.Current.IsHalted,
            ClockAhead = ClockAhead,
            RefusedMessages = agent.Record.RefusedMessages,
            Failures = agent.Record.Failures,
        };
    }

    // The server stores when it received the state, which is the sending time plus only the latency.
    private async Task CheckClockAsync(AgentState sent, CancellationToken cancellationToken)
    {
        if (IsClockKnown())
        {
            return;
        }

        NatsMsg<byte[]> found;
        try
        {
            found = await agent
                .Connection.Nats.RequestAsync<byte[], byte[]>(
                    $"$JS.API.DIRECT.GET.{agent.Connection.Subjects.StateStream}.{agent.Connection.Subjects.StateOf(_agentId)}",
                    [],
                    requestSerializer: NatsRawSerializer<byte[]>.Default,
                    replySerializer: NatsRawSerializer<byte[]>.Default,
                    cancellationToken: cancellationToken
                )
                .ConfigureAwait(false);
        }
        catch (NatsNoRespondersException)
        {
            // A leaf node's JetStream has the orders and not the states: nothing to hold the clock against.
            _clockChecked = (agent.Clock.GetUtcNow(), agent.Clock.GetTimestamp());
            return;
        }

        if (
            AgentStateJson.Read(found.Data)?.At.ToUnixTimeMilliseconds() == sent.At.ToUnixTimeMilliseconds()
            && found.Headers.TryGetLastOrNone(TimeHeader, out var text)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var taken)
        )
        {
            ClockAhead = sent.At - taken;
            _clockChecked = (agent.Clock.GetUtcNow(), agent.Clock.GetTimestamp());
        }
    }

    // One that was set, e.g. put right, is checked at once.
    private bool IsClockKnown()
    {
        if (_clockChecked is not { } checkedLast)
        {
            return false;
        }

        var passed = agent.Clock.GetElapsedTime(checkedLast.Timestamp);
        return passed < ClockCheckEvery && (agent.Clock.GetUtcNow() - checkedLast.At - passed).Duration() < ClockStep;
    }
}
