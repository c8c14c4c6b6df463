using System.Text;
using ActiveResponse.Responders;
using ActiveResponse.State;

namespace ActiveResponse.Sqlite.Tables;

/// <summary>Words for states and outcomes, so that a database can be read without this library and members can be reordered.</summary>
internal static class EnumNames
{
    private static readonly (string Name, byte[] Word, EffectState Value)[] States = Names<EffectState>(static state => state.ToString());
    private static readonly (string Name, byte[] Word, ActionOutcome Value)[] Outcomes = Names<ActionOutcome>(static outcome =>
        outcome.Name()
    );

    public static string Of(EffectState state) => Find(States, state);

    public static string Of(ActionOutcome outcome) => Find(Outcomes, outcome);

    /// <exception cref="FormatException">Unknown state.</exception>
    public static EffectState StateOf(ReadOnlySpan<byte> word) => Find(States, word);

    /// <exception cref="FormatException">Unknown outcome.</exception>
    public static ActionOutcome OutcomeOf(ReadOnlySpan<byte> word) => Find(Outcomes, word);

    private static (string Name, byte[] Word, T Value)[] Names<T>(Func<T, string> name)
        where T : struct, Enum =>
        [
            .. Enum.GetValues<T>()
                .Select(value => (Name: name(value), value))
                .Select(p => (p.Name, Encoding.ASCII.GetBytes(p.Name), p.value)),
        ];

    private static string Find<T>((string Name, byte[] Word, T Value)[] names, T wanted)
        where T : struct, Enum
    {
        foreach (var (name, _, value) in names)
        {
            if (EqualityComparer<T>.Default.Equals(value, wanted))
            {
                return name;
            }
        }

        throw new ArgumentOutOfRangeException(nameof(wanted), wanted, "No such value.");
    }

    private static T Find<T>((string Name, byte[] Word, T Value)[] names, ReadOnlySpan<byte> wanted)
    {
        foreach (var (_, word, value) in names)
        {
            if (wanted.SequenceEqual(word))
            {
                return value;
            }
        }

        throw new FormatException($"'{Encoding.UTF8.GetString(wanted)}' is not known.");
    }
}
