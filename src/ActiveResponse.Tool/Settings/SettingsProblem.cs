namespace ActiveResponse.Tool.Settings;

/// <summary>Something wrong with a setting.</summary>
/// <param name="Source">Where it is.</param>
/// <param name="Message">What is wrong, and the remedy.</param>
internal sealed record SettingsProblem(string Source, string Message)
{
    public override string ToString() => $"{Source}: {Message}";
}
