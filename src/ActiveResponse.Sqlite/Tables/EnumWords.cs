using ActiveResponse.Responders;
using ActiveResponse.State;

namespace ActiveResponse.Sqlite.Tables;

/// <summary>The words that stand for states and outcomes: a database can be read without this library, and members may be reordered.</summary>
internal static class EnumWords
{
    public static string Of(EffectState state) => Enum.GetName(state) ?? throw new ArgumentOutOfRangeException(nameof(state), state, "No such state.");

    public static string Of(ActionOutcome outcome) => Enum.GetName(outcome) ?? throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "No such outcome.");

    /// <exception cref="FormatException">There is no such state.</exception>
    public static EffectState StateOf(string? word) => Find<EffectState>(word);

    /// <exception cref="FormatException">There is no such outcome.</exception>
    public static ActionOutcome OutcomeOf(string? word) => Find<ActionOutcome>(word);

    private static T Find<T>(string? word)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (Enum.GetName(value) == word)
            {
                return value;
            }
        }

        throw new FormatException($"'{word}' is not known.");
    }
}
