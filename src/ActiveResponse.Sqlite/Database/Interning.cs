using System.Text;
using ActiveResponse.Configuration.Ossec;
using ActiveResponse.Planning;

namespace ActiveResponse.Sqlite.Database;

/// <summary>Shares equal values: of 100,000 records, most name the same few responses, agents and commands.</summary>
internal sealed class Interning
{
    private const int LongestOnStack = 128;

    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<object, object> _values = [];

    public string Of(string text)
    {
        if (_texts.TryGetValue(text, out var known))
        {
            return known;
        }

        _texts.Add(text, text);
        return text;
    }

    /// <summary>Returns the text of UTF-8 bytes; doesn't allocate for a known one.</summary>
    public string Of(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > LongestOnStack || !System.Text.Unicode.Utf8.IsValid(utf8))
        {
            return Of(LosslessText.Decode(utf8));
        }

        Span<char> text = stackalloc char[LongestOnStack];
        text = text[..Encoding.UTF8.GetChars(utf8, text)];
        return _texts.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out var known) ? known : Of(text.ToString());
    }

    public string? Optional(string? text) => text is null ? null : Of(text);

    /// <summary>Returns the order with shared texts and command.</summary>
    public ResponseOrder Order(ResponseOrder order) =>
        order with
        {
            ResponseName = Of(order.ResponseName),
            Command = Value(order.Command),
            Responder = Of(order.Responder),
            TargetAgent = Optional(order.TargetAgent),
            Origin = order.Origin with
            {
                AgentId = Optional(order.Origin.AgentId),
                AgentName = Optional(order.Origin.AgentName),
                Location = Optional(order.Origin.Location),
                ConfigVersion = Of(order.Origin.ConfigVersion),
                Sender = Optional(order.Origin.Sender),
                Reason = Optional(order.Origin.Reason),
                By = Optional(order.Origin.By),
            },
        };

    /// <summary>Returns the first equal value seen.</summary>
    public T Value<T>(T value)
        where T : class
    {
        if (_values.TryGetValue(value, out var known))
        {
            return (T)known;
        }

        _values.Add(value, value);
        return value;
    }
}
