namespace ActiveResponse.Ossec.Execd;

/// <summary>Something an operator should know, in one line.</summary>
/// <param name="Code">The number OSSEC's and Wazuh's execd have for it, or null.</param>
/// <param name="Text">What, and what to do about it. Texts out of a message are escaped.</param>
internal sealed record ExecdNote(string? Code, string Text)
{
    public override string ToString() => Code is null ? Text : $"({Code}) {Text}";
}
