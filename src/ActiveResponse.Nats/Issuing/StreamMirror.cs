using ActiveResponse.Nats.Connecting;
using ActiveResponse.Nats.Messages;
using Microsoft.Extensions.Logging;
using NATS.Client.Core;
using NATS.Client.JetStream;

namespace ActiveResponse.Nats.Issuing;

/// <summary>
/// Keeps an issuer's ledger and the stream of orders in sync: reads the whole stream, and starts an epoch if the stream was replaced or
/// lost messages.
/// </summary>
internal sealed class StreamMirror
{
    private const long LogEvery = 1000;

    private readonly IssuerContext _issuer;
    private readonly OrderPublisher _publisher;
    private readonly Action<FleetMessage> _ruleFound;
    private readonly TaskCompletionSource _whenWhole = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly StreamFollower _follower;
    private (string Name, DateTimeOffset Issued)? _found;
    private ulong _epochSequence;
    private ulong _last;
    private long _refused;
    private bool _isWhole;
    private volatile string? _epoch;

    /// <param name="issuer">The issuer's parts.</param>
    /// <param name="publisher">Publishes the missing messages.</param>
    /// <param name="ruleFound">Receives each rule in the stream.</param>
    public StreamMirror(IssuerContext issuer, OrderPublisher publisher, Action<FleetMessage> ruleFound)
    {
        (_issuer, _publisher, _ruleFound) = (issuer, publisher, ruleFound);
        var subjects = issuer.Connection.Subjects;
        _follower = new StreamFollower(
            issuer.Connection,
            subjects.OrderStream,
            issuer.ConsumerOf("orders"),
            subjects.AllOrders,
            issuer.Clock,
            issuer.Logger
        );
    }

    /// <summary>Completes once the whole stream has been read for the first time.</summary>
    public Task WhenWhole => _whenWhole.Task;

    /// <summary>The stream's epoch; null while unknown.</summary>
    public string? Epoch => _epoch;

    public string? Trouble => _follower.Trouble;

    public Task RunAsync(CancellationToken cancellationToken) =>
        _follower.RunAsync(BeginAsync, TakeAsync, CaughtUpAsync, cancellationToken);

    private async ValueTask<ulong> BeginAsync(CancellationToken cancellationToken)
    {
        _publisher.Close();
        _last = await FleetStreams.EnsureAsync(_issuer.Connection, _issuer.Options, cancellationToken).ConfigureAwait(false);
        (_isWhole, _found, _epochSequence) = (false, null, 0);
        _issuer.Ledger.BeginPass();
        return 0;
    }

    private ValueTask TakeAsync(FoundMessage found, CancellationToken cancellationToken)
    {
        // Checking a signature costs more than all else here.
        MessageRefusal? refusal = null;
        var message =
            _issuer.Ledger.Known(found)
            ?? _issuer.Check.Check(found.Subject, found.Issuer, found.Signature, found.Body, found.Note, out refusal, found.Stored);
        if (found.Subject == _issuer.Connection.Subjects.Epoch)
        {
            _epochSequence = found.Sequence;
        }

        if (message is null)
        {
            Refuse(found, refusal!);
        }
        else if (message.Content is { Verb: MessageVerb.Epoch, Epoch: { } epoch })
        {
            _found = (epoch, message.Content.Issued);
            if (_isWhole)
            {
                _epoch = epoch;
            }
        }
        else if (_issuer.Ledger.Found(found.Subject, message, found.Sequence))
        {
            _publisher.Enqueue(found.Subject);
        }

        if (message is { Content: { } content } && RuleKey.Of(content.Verb, content.Network) is not null)
        {
            _ruleFound(content);
        }

        return ValueTask.CompletedTask;
    }

    private void Refuse(FoundMessage found, MessageRefusal refusal)
    {
        if (_refused++ % LogEvery == 0)
        {
            _issuer.Logger.MessageRefused(found.Sequence, found.Subject, refusal.Reason, refusal.Why);
        }

        var isEpoch = found.Subject == _issuer.Connection.Subjects.Epoch;
        if (isEpoch && _isWhole)
        {
            // Agents can't start reading without an epoch, so this starts a new one.
            throw new NatsException("the epoch was overwritten");
        }

        if (!isEpoch && _issuer.Ledger.Displaced(found.Subject, found.Sequence))
        {
            // It replaced the message in force.
            _publisher.Enqueue(found.Subject);
        }
    }

    private async ValueTask CaughtUpAsync(CancellationToken cancellationToken)
    {
        if (_isWhole)
        {
            return;
        }

        var lost = _issuer.Ledger.EndPass();
        var why = _found is null ? "it has no epoch" : null;
        if (_last < _issuer.Ledger.Highest)
        {
            why = $"it ends at {_last}, and had reached {_issuer.Ledger.Highest}";
        }

        if (why is not null)
        {
            await BeginEpochAsync(why, lost, cancellationToken).ConfigureAwait(false);
        }

        _epoch = _found!.Value.Name;
        _isWhole = true;
        _whenWhole.TrySetResult();
        _publisher.Open();
        foreach (var subject in _issuer.Ledger.Unpublished())
        {
            _publisher.Enqueue(subject);
        }
    }

    private async Task BeginEpochAsync(string why, int lost, CancellationToken cancellationToken)
    {
        var now = _issuer.Clock.GetUtcNow();
        var message = _issuer.Signer.Sign(
            new FleetMessage
            {
                Fleet = _issuer.Options.Credentials.Fleet,
                Target = FleetTarget.All,
                Key = FleetSubjects.EpochKey,
                Verb = MessageVerb.Epoch,
                Issued = _found?.Issued >= now ? _found.Value.Issued.AddMilliseconds(1) : now,
                Epoch = Guid.NewGuid().ToString("N"),
            }
        );
        // This fails if another issuer is faster; everything is then read again with its epoch.
        var ack = await _issuer
            .Connection.JetStream.PublishAsync(
                _issuer.Connection.Subjects.Epoch,
                message.Body,
                NatsRawSerializer<byte[]>.Default,
                new NatsJSPubOpts { ExpectedLastSubjectSequence = _epochSequence },
                message.Headers(),
                cancellationToken
            )
            .ConfigureAwait(false);
        ack.EnsureSuccess();
        _found = (message.Content.Epoch!, message.Content.Issued);
        if (_issuer.Ledger.Highest > 0)
        {
            _issuer.Logger.EpochBegun(_issuer.Connection.Subjects.OrderStream, why, message.Content.Epoch!, lost);
        }

        _issuer.Ledger.Restart(ack.Seq);
    }
}
