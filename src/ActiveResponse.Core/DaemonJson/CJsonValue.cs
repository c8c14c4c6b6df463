using System.Text;
using ActiveResponse.Configuration.Ossec;

namespace ActiveResponse.DaemonJson;

/// <summary>A value as the daemons' JSON library (cJSON) holds it: texts are C strings of bytes, members keep their order and
/// duplicates.</summary>
/// <remarks>A message passes from the manager through execd to a program byte for byte, except for what execd sets. System.Text.Json
/// refuses what cJSON accepts (bytes that aren't UTF-8, raw control characters, leading zeros) and formats numbers differently, so scripts
/// would get something else.</remarks>
internal sealed class CJsonValue
{
    private readonly List<(byte[] Name, CJsonValue Value)> _items = [];

    public required CJsonKind Kind { get; init; }

    /// <summary>The bytes of a text up to its first NUL; the digits of a number to be written as it was read; otherwise empty.</summary>
    public byte[] Text { get; init; } = [];

    public double Number { get; init; }

    /// <summary>The members of an object; items of an array have no names.</summary>
    public IReadOnlyList<(byte[] Name, CJsonValue Value)> Items => _items;

    public bool IsText => Kind == CJsonKind.Text;

    public bool IsObject => Kind == CJsonKind.Object;

    public static CJsonValue NewObject() => new() { Kind = CJsonKind.Object };

    public static CJsonValue NewArray() => new() { Kind = CJsonKind.Array };

    public static CJsonValue Of(long number) => new() { Kind = CJsonKind.Number, Number = number };

    public static CJsonValue Of(string text) => new() { Kind = CJsonKind.Text, Text = LosslessText.Encode(text) };

    public static CJsonValue Of(byte[] text) => new() { Kind = CJsonKind.Text, Text = text };

    /// <summary>The first member of a name, ignoring case; null if there is none, or this isn't an object.</summary>
    public CJsonValue? Find(string name)
    {
        var place = PlaceOf(name);
        return place < 0 ? null : _items[place].Value;
    }

    /// <summary>Adds a member, even if one of its name exists. An array takes the value alone; other kinds ignore it.</summary>
    public void Add(string name, CJsonValue value) => Add(Encoding.UTF8.GetBytes(name), value);

    public void Add(byte[] name, CJsonValue value)
    {
        if (Kind is CJsonKind.Object or CJsonKind.Array)
        {
            _items.Add((name, value));
        }
    }

    /// <summary>Replaces the first member of a name, ignoring case, and sets its name; does nothing if there is none.</summary>
    public bool Replace(string name, CJsonValue value)
    {
        var place = PlaceOf(name);
        if (place >= 0)
        {
            _items[place] = (Encoding.UTF8.GetBytes(name), value);
        }

        return place >= 0;
    }

    private int PlaceOf(string name) => IsObject ? _items.FindIndex(item => Ascii.EqualsIgnoreCase(item.Name, name)) : -1;
}
