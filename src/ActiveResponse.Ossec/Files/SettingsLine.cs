namespace ActiveResponse.Ossec.Files;

/// <summary>One line of a settings file.</summary>
/// <param name="Number">The line number, from 1.</param>
/// <param name="Name">The text before <c>=</c>, or the whole line if it has none.</param>
/// <param name="Value">The text after it; empty if there is none.</param>
public readonly record struct SettingsLine(int Number, string Name, string Value)
{
    /// <summary>Whether it has a name and a value.</summary>
    public bool IsComplete => Name.Length > 0 && Value.Length > 0;
}
