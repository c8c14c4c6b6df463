using System.Text;
using ActiveResponse.Responders;
using ActiveResponse.State;

namespace ActiveResponse.Sqlite.Tables;

/// <summary>Words for states and outcomes, so that a database can be read without this library and members can be reordered.</summary>
internal static class EnumNames
{
    private static readonly (byte[] Name, EffectState Value)[] States = Names<EffectState>(static state => state.ToString());
    private static readonly (byte[] Name, ActionOutcome Value)[] Outcomes = Names<ActionOutcome>(static outcome => outcome.Name());

    public static ReadOnlySpan<byte> Of(EffectState state) => Find(States, state);

    public static ReadOnlySpan<byte> Of(ActionOutcome outcome) => Find(Outcomes, outcome);

    /// <exception cref="FormatException">Unknown state.</exception>
    public static EffectState StateOf(ReadOnlySpan<byte> word) => Find(States, word);

    /// <exception cref="FormatException">Unknown outcome.</exception>
    public static ActionOutcome OutcomeOf(ReadOnlySpan<byte> word) => Find(Outcomes, word);

    private static (byte[] Name, T Value)[] Names<T>(Func<T, string> name)
        where T : struct, Enum => [.. Enum.GetValues<T>().Select(value => (Encoding.ASCII.GetBytes(name(value)), value))];

    private static byte[] Find<T>((byte[] Name, T Value)[] names, T wanted)
        where T : struct, Enum
    {
        foreach (var (word, value) in names)
        {
            if (EqualityComparer<T>.Default.Equals(value, wanted))
            {
                return word;
            }
        }

        throw new ArgumentOutOfRangeException(nameof(wanted), wanted, "No such value.");
    }

    private static T Find<T>((byte[] Name, T Value)[] names, ReadOnlySpan<byte> wanted)
    {
        foreach (var (word, value) in names)
        {
            if (wanted.SequenceEqual(word))
            {
                return value;
            }
        }

        throw new FormatException($"'{Encoding.UTF8.GetString(wanted)}' is not known.");
    }
}
