namespace ActiveResponse.Ossec.Files;

/// <summary>One line of a file of settings.</summary>
/// <param name="Number">The number of the line, from 1.</param>
/// <param name="Name">The text before <c>=</c>, or the whole line when it has none.</param>
/// <param name="Value">The text after it; empty when there is none.</param>
public readonly record struct SettingsLine(int Number, string Name, string Value)
{
    /// <summary>Whether it has a name and a value.</summary>
    public bool IsComplete => Name.Length > 0 && Value.Length > 0;
}
