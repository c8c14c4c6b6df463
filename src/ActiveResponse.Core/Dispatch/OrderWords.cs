using ActiveResponse.Configuration;

namespace ActiveResponse.Dispatch;

/// <summary>Words for locations and fields in an order's JSON, as in <c>ossec.conf</c>.</summary>
internal static class OrderWords
{
    public static IReadOnlyList<(string Word, ExpectedFields Field)> Expected { get; } =
    [("srcip", ExpectedFields.SourceAddress), ("username", ExpectedFields.User), ("filename", ExpectedFields.FileName)];

    private static readonly (string Word, ResponseLocation Location)[] Locations =
    [
        ("none", ResponseLocation.None),
        ("local", ResponseLocation.Local),
        ("server", ResponseLocation.Server),
        ("defined-agent", ResponseLocation.DefinedAgent),
        ("all", ResponseLocation.All),
    ];

    /// <summary>Returns the word for a location; an order has one, so several count as none.</summary>
    public static string Of(ResponseLocation location) => Locations.FirstOrDefault(pair => pair.Location == location, Locations[0]).Word;

    public static ResponseLocation LocationOf(string word) => Find(Locations, word, "location");

    public static ExpectedFields FieldOf(string word) => Find(Expected, word, "field");

    private static T Find<T>(IEnumerable<(string Word, T Value)> words, string word, string what)
    {
        foreach (var (known, value) in words)
        {
            if (known == word)
            {
                return value;
            }
        }

        throw new FormatException($"'{word}' is no {what}.");
    }
}
