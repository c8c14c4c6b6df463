using ActiveResponse.Nats.Issuing;
using ActiveResponse.Nats.Messages;
using ActiveResponse.Planning;
using ActiveResponse.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActiveResponse.Nats.Tests.Support;

/// <summary>An issuer with a ledger and a clock of its own; what it sends and hears of the stream comes when the test says so.</summary>
internal sealed class ModelIssuer : IDisposable
{
    private readonly string _path;
    private readonly ModelStream _stream;
    private readonly MessageSigner _signer;
    private readonly IEnumerable<string> _issuers;
    private readonly Queue<(SignedMessage Message, ulong Sequence)> _unread = new();
    private (SignedMessage Message, ulong After)? _sent;
    private (SignedMessage Message, ulong Sequence)? _answer;
    private LedgerFile _file;

    public ModelIssuer(string path, ModelStream stream, MessageSigner signer, IEnumerable<string> issuers, ManualClock clock)
    {
        (_path, _stream, _signer, _issuers, Clock) = (path, stream, signer, issuers, clock);
        (Ledger, _file) = Open();
        stream.Read((message, sequence) => _unread.Enqueue((message, sequence)));
    }

    public ManualClock Clock { get; }

    public OrderLedger Ledger { get; private set; }

    public bool IsIdle => _unread.Count == 0 && _sent is null && _answer is null && Ledger.Unpublished().Count == 0;

    /// <summary>Sends what is wanted, if nothing is under way.</summary>
    public void Send(string subject)
    {
        if (_sent is null && _answer is null)
        {
            _sent = Ledger.Next(subject);
        }
    }

    /// <summary>What was sent arrives.</summary>
    public void Arrive()
    {
        if (_sent is { } sent)
        {
            _answer = (sent.Message, _stream.Publish(sent.Message, sent.After));
            _sent = null;
        }
    }

    /// <summary>The server's answer arrives; after a refusal the issuer looks what is there.</summary>
    public void Hear(string subject)
    {
        if (_answer is { } answer)
        {
            _answer = null;
            if (answer.Sequence > 0)
            {
                Ledger.Acknowledged(subject, answer.Message, answer.Sequence);
            }
            else
            {
                Ledger.Replaced(subject, _stream.Held, _stream.Sequence);
            }
        }
    }

    /// <summary>The next message of the stream arrives.</summary>
    public void Read(string subject)
    {
        if (_unread.TryDequeue(out var next))
        {
            Ledger.Found(subject, next.Message, next.Sequence);
        }
    }

    /// <summary>Ends without notice and starts again; what was sent may have arrived or not.</summary>
    public void Kill(string subject)
    {
        _file.Dispose();
        (_sent, _answer) = (null, null);
        _unread.Clear();
        (Ledger, _file) = Open();
        Ledger.BeginPass();
        if (_stream.Held is { } held)
        {
            Ledger.Found(subject, held, _stream.Sequence);
        }

        Ledger.EndPass();
    }

    public void Dispose() => _file.Dispose();

    private (OrderLedger Ledger, LedgerFile File) Open()
    {
        var file = new LedgerFile(_path, new MessageCheck("main", _issuers, 100_000, Clock), NullLogger.Instance);
        var ledger = new OrderLedger("main", _signer, file, Clock);
        ledger.Load();
        return (ledger, file);
    }
}
