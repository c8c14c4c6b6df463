using ActiveResponse.Nats.Connecting;
using ActiveResponse.Nats.Messages;
using Microsoft.Extensions.Logging;
using NATS.Client.Core;
using NATS.Client.JetStream;

namespace ActiveResponse.Nats.Issuing;

/// <summary>
/// Keeps an issuer's ledger and the stream of orders the same: reads all the stream has, and begins an epoch where it isn't the one it
/// was.
/// </summary>
internal sealed class StreamMirror
{
    private const long LogEvery = 1000;

    private readonly NatsFleetOptions _options;
    private readonly FleetConnection _connection;
    private readonly OrderLedger _ledger;
    private readonly OrderPublisher _publisher;
    private readonly MessageSigner _signer;
    private readonly MessageCheck _check;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly StreamFollower _follower;
    private (string Name, DateTimeOffset Issued)? _found;
    private ulong _epochSequence;
    private ulong _last;
    private long _refused;
    private bool _isWhole;
    private volatile string? _epoch;

    public StreamMirror(
        NatsFleetOptions options,
        FleetConnection connection,
        OrderLedger ledger,
        OrderPublisher publisher,
        MessageSigner signer,
        MessageCheck check,
        TimeProvider clock,
        ILogger logger
    )
    {
        (_options, _connection, _ledger, _publisher, _signer, _check, _clock, _logger) = (
            options,
            connection,
            ledger,
            publisher,
            signer,
            check,
            clock,
            logger
        );
        var subjects = connection.Subjects;
        _follower = new StreamFollower(
            connection,
            subjects.OrderStream,
            $"issuer-{signer.Issuer[..12]}-orders",
            subjects.AllOrders,
            clock,
            logger
        );
    }

    /// <summary>The epoch the stream is in; null while that isn't known.</summary>
    public string? Epoch => _epoch;

    public string? Trouble => _follower.Trouble;

    public Task RunAsync(CancellationToken cancellationToken) =>
        _follower.RunAsync(BeginAsync, TakeAsync, CaughtUpAsync, cancellationToken);

    private async ValueTask<ulong> BeginAsync(CancellationToken cancellationToken)
    {
        _publisher.Close();
        _last = await FleetStreams.EnsureAsync(_connection, _options, cancellationToken).ConfigureAwait(false);
        (_isWhole, _found, _epochSequence) = (false, null, 0);
        _ledger.BeginPass();
        return 0;
    }

    private ValueTask TakeAsync(FoundMessage found, CancellationToken cancellationToken)
    {
        var message = _check.Check(found.Subject, found.Issuer, found.Signature, found.Body, out var refusal);
        if (found.Subject == _connection.Subjects.Epoch)
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
        else if (_ledger.Found(found.Subject, message, found.Sequence))
        {
            _publisher.Enqueue(found.Subject);
        }

        return ValueTask.CompletedTask;
    }

    private void Refuse(FoundMessage found, MessageRefusal refusal)
    {
        if (_refused++ % LogEvery == 0)
        {
            _logger.MessageRefused(found.Sequence, found.Subject, refusal.Reason, refusal.Why);
        }

        var isEpoch = found.Subject == _connection.Subjects.Epoch;
        if (isEpoch && _isWhole)
        {
            // No agent can begin to read without it: another one begins.
            throw new NatsException("the epoch was overwritten");
        }

        if (!isEpoch && _ledger.Displaced(found.Subject, found.Sequence))
        {
            // It has taken the place of what holds there.
            _publisher.Enqueue(found.Subject);
        }
    }

    private async ValueTask CaughtUpAsync(CancellationToken cancellationToken)
    {
        if (_isWhole)
        {
            return;
        }

        var lost = _ledger.EndPass();
        var why = _found is null ? "it has no epoch" : null;
        if (_last < _ledger.Highest)
        {
            why = $"it ends at {_last}, and had come to {_ledger.Highest}";
        }

        if (why is not null)
        {
            await BeginEpochAsync(why, lost, cancellationToken).ConfigureAwait(false);
        }

        _epoch = _found!.Value.Name;
        _isWhole = true;
        _publisher.Open();
        foreach (var subject in _ledger.Unpublished())
        {
            _publisher.Enqueue(subject);
        }
    }

    private async Task BeginEpochAsync(string why, int lost, CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
        var message = _signer.Sign(
            new FleetMessage
            {
                Fleet = _options.Credentials.Fleet,
                Target = FleetTarget.All,
                Key = FleetSubjects.EpochKey,
                Verb = MessageVerb.Epoch,
                Issued = _found?.Issued >= now ? _found.Value.Issued.AddMilliseconds(1) : now,
                Epoch = Guid.NewGuid().ToString("N"),
            }
        );
        var headers = new NatsHeaders
        {
            [MessageSignature.IssuerHeader] = message.Issuer,
            [MessageSignature.SignatureHeader] = message.Signature,
        };

        // Where another issuer is faster this fails, and all is read again with its epoch.
        var ack = await _connection
            .JetStream.PublishAsync(
                _connection.Subjects.Epoch,
                message.Body,
                NatsRawSerializer<byte[]>.Default,
                new NatsJSPubOpts { ExpectedLastSubjectSequence = _epochSequence },
                headers,
                cancellationToken
            )
            .ConfigureAwait(false);
        ack.EnsureSuccess();
        _found = (message.Content.Epoch!, message.Content.Issued);
        if (_ledger.Highest > 0)
        {
            _logger.EpochBegun(_connection.Subjects.OrderStream, why, message.Content.Epoch!, lost);
        }

        _ledger.Restart(ack.Seq);
    }
}
